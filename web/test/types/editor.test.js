// What an editor offers and says, by TypeScript's own service for editors.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const config = fileURLToPath(new URL("tsconfig.json", import.meta.url));
const { options } = ts.getParsedCommandLineOfConfigFile(config, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: assert.fail });

/** The file that is edited. */
const path = join(dirname(config), "edited.ts");
let text = "";
let version = 0;
const service = ts.createLanguageService({
  readFile: ts.sys.readFile,
  getScriptFileNames: () => [path],
  getScriptVersion: (name) => (name === path ? `${version}` : "0"),
  getScriptSnapshot: (name) => (name === path ? ts.ScriptSnapshot.fromString(text) : ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined),
  getCompilationSettings: () => options,
  getCurrentDirectory: () => dirname(config),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === path || ts.sys.fileExists(name),
});

/** Writes a line with a client; gives where `|` was in it. */
function write(line) {
  const before = `import { isRTMError, RTMClient } from "rtmwasm";\nconst rtm = new RTMClient("xoxb-1");\n`;
  text = before + line.replace("|", "");
  version++;
  return before.length + line.indexOf("|");
}

const offered = (line) => service.getCompletionsAtPosition(path, write(line), {}).entries.map(({ name }) => name);
const shown = (line) => {
  const { documentation, tags } = service.getQuickInfoAtPosition(path, write(line));
  return { words: ts.displayPartsToString(documentation), tags: tags.map(({ name }) => name) };
};
const complaint = (line) => {
  write(line);
  return service.getSemanticDiagnostics(path).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")).join("\n");
};

for (const call of ["on", "once", "addListener", "off", "waitFor", "events", "emit"]) {
  test(`${call}() is offered the names of events`, () => {
    const names = offered(`rtm.${call}("|")`);
    for (const name of ["connected", "reaction_added", "slack:message", "message::channel_join"]) assert.ok(names.includes(name), `${name} of ${names.length}`);
  });
}

test("a misspelt name is an error that has the right one, or Slack's way to hear any", () => {
  assert.match(complaint('rtm.on("conected", () => {});'), /'"conected"' is not assignable to parameter of type '"connected"'/);
  assert.match(complaint('rtm.on("huddle", () => {});'), /'"huddle"' is not assignable to parameter of type '"slack:huddle"'/);
});

test("a member shows what it does, with its tags", () => {
  const { words, tags } = shown("rtm.sendMess|age");
  assert.match(words, /^Sends a message/);
  assert.deepEqual([...new Set(tags)], ["param", "returns", "throws", "example"]);
});

test("what is v3's is struck through", () => {
  assert.ok(shown("rtm.reconn|ect").tags.includes("deprecated"));
  assert.ok(!shown("rtm.sta|rt").tags.includes("deprecated"));
});

test("the code of an error is offered, and then what the error has", () => {
  assert.ok(offered('try {} catch (error) { if (isRTMError(error) && error.code === "|") {} }').includes("slackclient_platform_error"));
  assert.ok(offered('try {} catch (error) { if (isRTMError(error) && error.code === "slackclient_platform_error") error.data.| }').includes("response_metadata"));
});
