import { join } from "node:path";
import ts from "typescript";
import { root } from "../shown";
import { declarationOf, docOf, type Found, sourceOf } from "./source";

/** An argument of a component, or something that it gives. */
export interface Member {
  name: string;
  type: string;
  optional: boolean;
  /** Its doc comment, or that of its type; empty without one. */
  doc: string;
}

/** A public component, as its source tells of it. */
export interface Component {
  name: string;
  /** Path of its file from the root of the repository. */
  file: string;
  doc: string;
  args: Member[];
  /** Slots of its `transform`. */
  slots: Slot[];
  outputs: Member[];
}

/** A slot of a `transform`: what it is called for. */
export interface Slot {
  /** Name; of a slot in a group of slots, both, with a point in between. */
  name: string;
  /** Type of the arguments that it gets and returns. */
  type: string;
  /** What is registered, and when it is called several times. */
  doc: string;
  /** What the arguments say where nobody changes them. */
  default: string;
}

/** Every component class that `components/index.ts` exports, in the order of its names. */
export function publicComponents(): Component[] {
  const index = sourceOf(join(root, "components/index.ts"));
  const names = index.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.exportClause) return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.filter((one) => !one.isTypeOnly).map((one) => one.name.text);
  });
  return names.sort().flatMap((name) => {
    const found = declarationOf(name, index);
    if (!found || !ts.isClassDeclaration(found.node) || isAbstract(found.node)) return [];
    return [componentOf(name, { node: found.node, file: found.file })];
  });
}

function componentOf(name: string, { node, file }: Found<ts.ClassDeclaration>): Component {
  return {
    name,
    file: file.fileName.slice(root.length + 1),
    doc: docOf(node),
    args: argsOf(node, file),
    slots: slotsOf(node, file),
    outputs: outputsOf(node, file),
  };
}

const isAbstract = (node: ts.ClassDeclaration) => has(node, ts.SyntaxKind.AbstractKeyword);

function has(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Members of the type of the constructor's second parameter. */
function argsOf(node: ts.ClassDeclaration, file: ts.SourceFile): Member[] {
  return argumentsOf(node, file).map(({ node: member, file: from }) => memberOf(member, from));
}

function argumentsOf(node: ts.ClassDeclaration, file: ts.SourceFile): Found<Signature>[] {
  const constructor = node.members.find(ts.isConstructorDeclaration);
  const type = constructor?.parameters[1]?.type;
  if (!type || !ts.isTypeReferenceNode(type)) throw new Error(`${file.fileName}: no type of the arguments`);
  return signaturesOf(type.typeName.getText(file), file);
}

/** Slots of the argument `transform`. */
function slotsOf(node: ts.ClassDeclaration, file: ts.SourceFile): Slot[] {
  const transform = argumentsOf(node, file).find(({ node: member }) => member.name.getText() === "transform");
  return transform ? slotsOfType(transform.node.type, transform.file) : [];
}

/** Slots of an interface; one that is an interface itself is a group of slots. */
function slotsOfType(type: ts.TypeNode | undefined, from: ts.SourceFile, group = ""): Slot[] {
  if (!type || !ts.isTypeReferenceNode(type))
    throw new Error(`${from.fileName}: the type of transform is no interface`);
  return signaturesOf(type.typeName.getText(from), from).flatMap(({ node, file }) => {
    const name = `${group}${node.name.getText(file)}`;
    const { type: own } = node;
    if (!own || !ts.isTypeReferenceNode(own)) throw new Error(`${file.fileName}: ${name} is no slot`);
    if (own.typeName.getText(file) !== "Transform") return slotsOfType(own, file, `${name}.`);
    const [doc = "", usual = ""] = docOf(node).split(/(?:^| )Default: /);
    return [{ name, type: own.typeArguments?.[0]?.getText(file) ?? "", doc, default: usual }];
  });
}

type Signature = ts.PropertySignature | ts.MethodSignature;

/** Members of an interface, those that it inherits first. */
function membersOf(name: string, from: ts.SourceFile): Member[] {
  return signaturesOf(name, from).map(({ node, file }) => memberOf(node, file));
}

function signaturesOf(name: string, from: ts.SourceFile): Found<Signature>[] {
  const found = declarationOf(name, from);
  if (!found || !ts.isInterfaceDeclaration(found.node)) throw new Error(`${from.fileName}: ${name} is no interface`);
  const { node, file } = found;
  const inherited = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => signaturesOf(expression.getText(file), file)),
  );
  const own = node.members.filter((member) => ts.isPropertySignature(member) || ts.isMethodSignature(member));
  return [...inherited, ...own.map((member) => ({ node: member, file }))];
}

function memberOf(member: ts.PropertySignature | ts.MethodSignature, file: ts.SourceFile): Member {
  return {
    name: member.name.getText(file),
    type: ts.isMethodSignature(member) ? functionText(member, file) : typeText(member.type, file),
    optional: member.questionToken !== undefined,
    doc: docOf(member) || docOfType(member.type, file),
  };
}

function functionText(member: ts.MethodSignature | ts.MethodDeclaration, file: ts.SourceFile): string {
  const parameters = member.parameters.map((one) => one.getText(file)).join(", ");
  return `(${parameters}) => ${typeText(member.type, file)}`.replace(/\s+/g, " ");
}

/** A type as it is written; of an object its keys, which are the slots of a `transform`. */
function typeText(type: ts.TypeNode | undefined, file: ts.SourceFile): string {
  if (!type) return "";
  if (!ts.isTypeLiteralNode(type)) return type.getText(file).replace(/\s+/g, " ");
  return `{ ${type.members.map((member) => member.name?.getText(file) ?? "").join(", ")} }`;
}

/** What the type itself says, where it is one of ours. */
function docOfType(type: ts.TypeNode | undefined, file: ts.SourceFile): string {
  if (!type || !ts.isTypeReferenceNode(type)) return "";
  const found = declarationOf(type.typeName.getText(file), file);
  return found ? docOf(found.node) : "";
}

/** What is public and can be read; what the class promises by an interface is explained there. */
function outputsOf(node: ts.ClassDeclaration, file: ts.SourceFile): Member[] {
  const promised = (node.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
    .flatMap(({ types }) => types.flatMap(({ expression }) => membersOf(expression.getText(file), file)));
  return node.members.flatMap((member) => {
    const method = ts.isMethodDeclaration(member);
    if (!method && !ts.isPropertyDeclaration(member) && !ts.isGetAccessorDeclaration(member)) return [];
    if (has(member, ts.SyntaxKind.PrivateKeyword) || has(member, ts.SyntaxKind.ProtectedKeyword)) return [];
    const name = member.name.getText(file);
    const doc = docOf(member) || (promised.find((one) => one.name === name)?.doc ?? "");
    const type = method ? functionText(member, file) : typeText(member.type, file);
    return [{ name, type, optional: false, doc }];
  });
}
