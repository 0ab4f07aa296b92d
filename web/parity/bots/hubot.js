// hubot with its adapter hubot-slack, and a script of the kind that its users
// write.

import { Robot } from "hubot/es2015";
import { version } from "hubot/package.json";
import * as adapter from "hubot-slack/slack.coffee";
import { rtm } from "./client.js";
import { written } from "./node/process.js";

// hubot loads its adapter, and looks up its version, by names that it makes up.
globalThis.require = (name) => (name.endsWith("package.json") ? { version } : adapter.default ?? adapter);

/** What the script was told, in order. @type {string[]} */
const told = [];

const robot = new Robot(null, "slack", false, "hubot");
// hubot loads its scripts once it is connected, and knows its name.
robot.adapter.once("connected", () => {
  robot.hear(/good morning/i, (res) => res.send(`good morning ${res.message.user.real_name}`));
  robot.respond(/topic (.*)/, (res) => robot.adapter.setTopic(res.envelope, res.match[1]));
  robot.respond(/answer/, (res) => res.reply("yes"));
  robot.hearReaction((res) => told.push(`${res.message.user.name}: ${res.message.type} ${res.message.reaction} on ${res.message.item_user.name}'s`));
  robot.enter((res) => told.push(`${res.message.user.name} entered ${res.message.user.room}`));
  robot.leave((res) => told.push(`${res.message.user.name} left ${res.message.user.room}`));
  robot.topic((res) => told.push(`the topic is ${res.message.text}`));
  robot.fileShared((res) => told.push(`a file was shared in ${res.message.user.room}`));
  robot.presenceChange((res) => told.push(`${res.message.users.map(({ name }) => name)} ${res.message.presence}`));
});

window.bot = { told, written, start: () => robot.run(), rtm: () => rtm, present: () => robot.adapter.presenceSub(), users: () => Object.keys(robot.brain.data.users) };
