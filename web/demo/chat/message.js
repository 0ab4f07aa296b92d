// A message as the page keeps it, from what Slack sends.

/**
 * @typedef {object} Message
 * @property {string} channel
 * @property {string} [ts] missing until Slack has acknowledged it
 * @property {string} user or a bot's id
 * @property {string} [name] of an author who is no user
 * @property {string} text as Slack writes it
 * @property {string} [thread] the timestamp of the message that it replies to
 * @property {boolean} [edited]
 * @property {boolean} [isNotice] somebody came, left or renamed something
 * @property {Attachment[]} [attachments]
 * @property {Map<string, Set<string>>} reactions who reacted, by the emoji's name
 * @property {Status} [status] of a message from this page
 * @property {string} [after] the newest timestamp when it was written: it can only be later
 * @property {Error & {delivered?: string, code?: string}} [error] why it failed
 */

/**
 * What becomes of a message from this page. It is `queued` until its frame is
 * written, `sent` until Slack replies; `failed` if Slack certainly does not have
 * it, `uncertain` if it may.
 * @typedef {"queued" | "sent" | "acknowledged" | "failed" | "uncertain"} Status
 */

/** A file, or what an app attached. @typedef {{title: string, note: string, href?: string}} Attachment */

/**
 * What an event says about a message; all but what only this page knows.
 * @param {any} event
 * @returns {Omit<Message, "channel" | "status" | "error">}
 */
export function parse(event) {
  const attachments = [...(event.files ?? []).map(file), ...(event.attachments ?? []).map(attachment)];
  const text = event.text || (attachments.length === 0 && event.blocks ? "_(something that this page does not show)_" : "");
  return {
    ts: event.ts,
    user: event.user ?? event.bot_id ?? "",
    name: event.username,
    text,
    thread: event.thread_ts === event.ts ? undefined : event.thread_ts,
    edited: event.edited !== undefined,
    isNotice: /^(channel|group)_|^(pinned|unpinned|bot_add|bot_remove)/.test(event.subtype ?? ""),
    attachments,
    reactions: new Map((event.reactions ?? []).map((/** @type {any} */ r) => [r.name, new Set(r.users)])),
  };
}

/** @param {any} file @returns {Attachment} */
const file = ({ name, title, pretty_type, filetype, size, permalink }) => ({
  title: title || name || "A file",
  note: [pretty_type || filetype?.toUpperCase(), size && bytes(size)].filter(Boolean).join(", "),
  href: permalink,
});

/** @param {any} given @returns {Attachment} */
const attachment = ({ title, text, fallback, title_link }) => ({
  title: title || fallback || "An attachment",
  note: title && text ? text : "",
  href: title_link,
});

const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** @param {number} size */
export function bytes(size) {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  return new Intl.NumberFormat("en", { style: "unit", unit: units[power], maximumSignificantDigits: 3 }).format(size / 1000 ** power);
}
