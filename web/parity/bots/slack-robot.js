// slack-robot, with listeners of the kind that its users write.

import Robot from "slack-robot";
import { rtm } from "./client.js";
import { written } from "./node/process.js";

/** What the listeners were told, in order. @type {string[]} */
const told = [];

const robot = new Robot("xoxb-secret");
robot.listen("hello :name([a-z]+)", (req, res) => res.text(`hello ${req.params.name}, says ${robot.bot.name}`).send());
robot.listen(/^thank(s| you)/, (req, res) => res.reaction("heart").send());
robot.listen("card", (req, res) => res.attachment("a card", { text: "with a text" }).send());
robot.when("reaction_added", "tada", (req) => told.push(`${req.from.name} reacted in ${req.to.name}`));
for (const event of ["error", "response_failed"]) robot.on(event, (error) => told.push(`${event}: ${error.message}`));

window.bot = {
  told,
  written,
  // This bot reads its own name from the store when it has authenticated. Slack has
  // not filled a store by rtm.start since 2022, so that it is filled first.
  start: async () => {
    await rtm.dataStore.load(rtm);
    robot.start();
  },
  rtm: () => rtm,
  announce: () => robot.to("#random", (res) => res.text("for all").send()),
};
