import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import * as ts from "typescript";

const policies = join(__dirname, "..", "policies");

/**
 * Why a rule exists, in the words that its messages say it with: what the rule's file gives as `why`, or hands to a
 * helper as such (a text of five words and more). Each once; values that a message puts in are an ellipsis.
 *
 * @throws when no file has the rule, or its file gives no reason.
 */
export function reasonsOf(rule: string): string[] {
  const file = files().find(
    (one) => readFileSync(one, "utf8").includes(`\n  name: "${rule}",`) || one.endsWith(`${sep}${rule}.ts`),
  );
  if (file === undefined) throw new Error(`no file of policies/ has the rule ${rule}`);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023, true);
  const reasons: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isSpreadAssignment(node)) return; // what a benchmark calls it
    if (ts.isPropertyAssignment(node) && node.name.getText() === "why") {
      reasons.push(...texts(node.initializer));
    } else if (ts.isCallExpression(node)) {
      reasons.push(...node.arguments.flatMap((one) => (isText(one) ? texts(one) : [])).filter(isSentence));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (reasons.length === 0) reasons.push(...tables(source));
  if (reasons.length === 0) throw new Error(`${file} gives no reason (why: "…")`);
  // That a value is none of its kind is why garbage is refused, not why there is a rule.
  return [...new Set(reasons)].filter((reason) => !/^(that|what) is no /.test(reason));
}

function files(): string[] {
  return readdirSync(policies, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/^(support|node_modules)/.test(path))
    .map((path) => join(policies, path));
}

/** A rule may keep its reasons in a table: sentences that stand for neither a fix nor what the rule says of itself. */
function tables(source: ts.SourceFile): string[] {
  const known = ["what", "fix", "name", "displayName", "description", "remediationSteps", "url", "config", "covers"];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isSpreadAssignment(node)) return;
    if (ts.isPropertyAssignment(node) && known.includes(node.name.getText())) return;
    if (isText(node)) found.push(...texts(node).filter(isSentence));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSentence(text: string): boolean {
  return text.split(" ").length >= 5;
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression | ts.BinaryExpression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
}

/** Every text that an expression can be. */
function texts(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join("")];
  }
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return texts(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [texts(node.left), texts(node.right)];
    return left.flatMap((one) => right.map((other) => one + other));
  }
  return [];
}
