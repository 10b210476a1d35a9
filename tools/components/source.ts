import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** A declaration, and the file that it stands in. */
export interface Found<Node extends ts.Node> {
  node: Node;
  file: ts.SourceFile;
}

const parsed = new Map<string, ts.SourceFile>();

/**
 * The syntax of a file. No types are worked out, which would read the SDKs' declarations for half a minute: names are
 * looked up by the imports of the file.
 */
export function sourceOf(path: string): ts.SourceFile {
  const before = parsed.get(path);
  if (before) return before;
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  parsed.set(path, source);
  return source;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

/** What a name means in a file: a declaration of it, or of a file of ours that it imports it from. */
export function declarationOf(name: string, file: ts.SourceFile): Found<Declaration> | undefined {
  for (const statement of file.statements) {
    if (isDeclaration(statement) && statement.name?.text === name) return { node: statement, file };
  }
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const original = importedAs(name, statement);
    const path = pathOf(statement, file);
    if (original !== undefined && path !== undefined) return declarationOf(original, sourceOf(path));
  }
  return undefined;
}

function isDeclaration(node: ts.Node): node is Declaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
}

/** The name that a file exports something by, which this one imports by another or the same name. */
function importedAs(name: string, statement: ts.ImportDeclaration | ts.ExportDeclaration): string | undefined {
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
  if (!bindings || !("elements" in bindings)) return undefined;
  const element = bindings.elements.find((one) => one.name.text === name);
  return element && (element.propertyName ?? element.name).text;
}

/** File of ours that a statement imports from; undefined for a package. */
function pathOf({ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration, file: ts.SourceFile) {
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith("."))
    return undefined;
  const path = join(dirname(file.fileName), moduleSpecifier.text);
  return [`${path}.ts`, join(path, "index.ts")].find((one) => existsSync(one));
}

/** The doc comment of a node, as one text; empty without one. Paragraphs are kept apart. */
export function docOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? "";
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .join("\n\n");
}
