// What an editor shows of a declaration is its comment. Here is what a comment must have.

import { basename } from "node:path";
import ts from "typescript";

/**
 * What is missing in a file of declarations, one line each.
 * @param {string} path its name says whether its members are the package's, or fields of Slack's
 * @param {string} text
 */
export function missing(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const report = (node, what) => found.push(`${basename(path)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${nameOf(node)} ${what}`);

  const visit = (node) => {
    if (isDescribed(node)) checkComment(node, report);
    if (ts.isFunctionLike(node) && !ts.isIndexSignatureDeclaration(node) && isPublic(node)) checkCall(node, report);
    if (isOption(node) && !has(node, "default") && !has(node, "deprecated")) report(node, "has no @default");
    if (node.kind === ts.SyntaxKind.AnyKeyword && !mayBeAny(node)) report(node, "is any, though its type is known");
    if (isFieldOfSlack(node)) return;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

const nameOf = (node) => node.name?.getText() ?? (node.declarationList ?? node).getText().split("\n")[0].slice(0, 60);

/** Whether it is to have a comment: what is exported, and the members of that. */
function isDescribed(node) {
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return false;
  if (ts.isStatement(node) || ts.isVariableStatement(node)) return isExported(node);
  return isMember(node) && isPublic(node) && !isConstant(node);
}

const isExported = (node) => (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0 || nameOf(node) === "EventEmitter";
const isMember = (node) => (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodSignature(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isCallSignatureDeclaration(node)) && !ts.isTypeLiteralNode(node.parent.parent);

/** Whether it can be reached by who imports the package: as a statement, or as a member of one that is. */
function isPublic(node) {
  if (ts.isFunctionDeclaration(node)) return isExported(node);
  const { parent } = node;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) return isExported(parent) || parent.name.text === "Model";
  if (ts.isTypeAliasDeclaration(parent)) return ts.isFunctionTypeNode(node) && isExported(parent);
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent)) return isExported(parent.parent.parent.parent);
  return false;
}

/** A name of v3's for a string says what it is by itself. */
const isConstant = (node) => ts.isPropertySignature(node) && /^[A-Z_]+$/.test(node.name.getText());

/** Slack's fields are described by Slack. */
const isFieldOfSlack = (node) => ts.isInterfaceDeclaration(node) && basename(node.getSourceFile().fileName) === "events.d.ts";

const isOption = (node) => ts.isPropertySignature(node) && node.questionToken && ts.isInterfaceDeclaration(node.parent) && node.parent.name.text.endsWith("Options");

/** The tags of a node, with their words. (A function type has those of its alias.) */
function tagsOf(node) {
  const commented = ts.isFunctionTypeNode(node) ? node.parent : ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return ts.getJSDocTags(commented).map((tag) => ({ name: tag.tagName.text, of: tag.name?.getText(), words: ts.getTextOfJSDocComment(tag.comment)?.trim() ?? "" }));
}

const has = (node, name) => tagsOf(node).some((tag) => tag.name === name && tag.words);
const wordsOf = (node) => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "").join(" ").trim();

function checkComment(node, report) {
  const words = wordsOf(node);
  if (!words && !has(node, "returns") && !has(node, "deprecated")) report(node, "has no comment");
  if (/^v3's\b/.test(words) && !has(node, "deprecated")) report(node, "is v3's, and has no @deprecated");
  for (const { name, words } of tagsOf(node)) if (!words) report(node, `has an empty @${name}`);
}

function checkCall(node, report) {
  const tags = tagsOf(node).filter(({ name, words }) => name === "param" && words).map(({ of }) => of);
  const parameters = node.parameters.map((parameter) => parameter.name.getText());
  for (const name of parameters) if (!tags.includes(name)) report(node, `has no @param ${name}`);
  for (const name of tags) if (!parameters.includes(name)) report(node, `has a @param ${name}, which it does not take`);
  const result = node.type?.getText() ?? "";
  if (result && result !== "void" && !ts.isConstructorDeclaration(node) && !has(node, "returns")) report(node, "has no @returns");
  const mayThrow = ts.isConstructorDeclaration(node) || /^Promise\b/.test(result);
  if (mayThrow && !has(node, "throws") && !/never\s+rejects/.test(wordsOf(node))) report(node, "has no @throws");
}

/** What the package cannot know: members that are not listed, what a socket's listeners get, and events whose name is any string. */
function mayBeAny(node) {
  const { parent } = node;
  if (ts.isIndexSignatureDeclaration(parent)) return true;
  if (ts.isConditionalTypeNode(parent.parent) && ts.isArrayTypeNode(parent)) return true;
  const parameter = ts.isArrayTypeNode(parent) ? parent.parent : parent;
  return ts.isParameter(parameter) && ts.isFunctionTypeNode(parameter.parent);
}
