// The emoji that people use most, by Slack's names. The others show their name.

const known = /** @type {Record<string, string>} */ ({
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", ok_hand: "👌", wave: "👋", clap: "👏",
  raised_hands: "🙌", pray: "🙏", muscle: "💪", eyes: "👀", smile: "😄", grin: "😁", joy: "😂",
  slightly_smiling_face: "🙂", wink: "😉", thinking_face: "🤔", cry: "😢", sweat_smile: "😅",
  heart_eyes: "😍", sunglasses: "😎", heart: "❤️", sparkles: "✨", tada: "🎉", rocket: "🚀",
  fire: "🔥", "100": "💯", white_check_mark: "✅", x: "❌", warning: "⚠️", bulb: "💡", bug: "🐛",
  broom: "🧹", coffee: "☕", cake: "🍰", tomato: "🍅", bike: "🚲", books: "📚", seedling: "🌱",
  train: "🚋", sunny: "☀️", star: "⭐", hourglass: "⌛", memo: "📝", mag: "🔍", lock: "🔒",
});

/** The character, or undefined. A name may carry a skin tone, which is left out. @param {string} name */
export function emoji(name) {
  const [base] = name.split("::");
  return Object.hasOwn(known, base) ? known[base] : undefined;
}
