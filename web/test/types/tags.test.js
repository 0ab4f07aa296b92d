// Every member and option of the declarations says what an editor is to show of it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { missing } from "./tags.js";

const web = fileURLToPath(new URL("../..", import.meta.url));
const files = readdirSync(web).filter((name) => name.endsWith(".d.ts"));

test("the declarations lack nothing that an editor shows", () => {
  assert.ok(files.includes("rtm.d.ts") && files.includes("events.d.ts"), files.join());
  assert.deepEqual(files.flatMap((name) => missing(name, readFileSync(`${web}/${name}`, "utf8"))), []);
});

const faults = {
  "an export without a comment": ["export interface Frame {}", "has no comment"],
  "a member without a comment": ["/** A frame. */ export interface Frame {\nid: number }", "has no comment"],
  "a comment with nothing in it": ["/** */ export type Frame = string;", "has no comment"],
  "a parameter without @param": ["/** Adds.\n@returns The sum. */ export declare function add(a: number): number;", "has no @param a"],
  "a @param of what is no parameter": ["/** Adds.\n@param b The other. */ export declare function add(): void;", "has a @param b, which it does not take"],
  "a @param without words": ["/** Adds.\n@param a */ export declare function add(a: number): void;", "has an empty @param", "has no @param a"],
  "a result without @returns": ["/** Adds. */ export declare function add(): number;", "has no @returns"],
  "a promise without @throws": ["/** Adds.\n@returns The sum. */ export declare function add(): Promise<number>;", "has no @throws"],
  "a constructor without @throws": ["/** A client. */ export declare class Client {\n/** Makes one. */\nconstructor(); }", "has no @throws"],
  "an option without @default": ["/** Options. */ export interface AddOptions {\n/** The limit. */\nlimit?: number }", "has no @default"],
  "what is v3's without @deprecated": ["/** v3's: adds. */ export declare function add(): void;", "is v3's, and has no @deprecated"],
  "an overload without tags": ["/** A. */ export interface A {\n/** Adds.\n@param a One. */\nadd(a: number): void;\nadd(a: string): void }", "has no comment", "has no @param a"],
  "a type that is any": ["/** A. */ export interface A {\n/** The socket. */\nws: any }", "is any, though its type is known"],
};

for (const [what, [text, ...lacks]] of Object.entries(faults)) {
  test(`${what} is found`, () => {
    const found = missing("rtm.d.ts", text);
    assert.equal(found.length, lacks.length, found.join("\n"));
    for (const [i, lack] of lacks.entries()) assert.ok(found[i].endsWith(` ${lack}`), found[i]);
  });
}

test("what needs no tag is not complained of", () => {
  const text = `
    /** Options. */
    export interface AddOptions {
      /** Required. */
      limit: number;
      /** @deprecated Not used. */
      old?: unknown;
      [key: string]: any;
    }
    /** Ends. It never rejects.\n@returns A promise. */
    export declare function end(): Promise<void>;
    interface Hidden { id: number }`;
  assert.deepEqual(missing("rtm.d.ts", text), []);
  assert.deepEqual(missing("events.d.ts", "/** An event. */ export interface Event { type: string }"), []);
});
