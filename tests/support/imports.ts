import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/** Files that a file loads when it is loaded: what is imported for its type alone is not among them. */
function loaded(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const specifiers = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) && !erased(statement) ? [moduleSpecifier.text] : [];
  });
  return specifiers
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => resolve(dirname(file), specifier));
}

/** `import type`, and an import in braces of which each name is a type. */
function erased(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const { importClause } = statement;
  if (!importClause) return false;
  const { namedBindings } = importClause;
  if (importClause.isTypeOnly) return true;
  if (importClause.name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** Circles of files that load each other, each as the way round; one for each place that closes one. */
export function importCircles(root: string, sources: string[], read: (path: string) => string): string[][] {
  const known = new Set(sources);
  const edges = new Map(
    sources.map((path) => {
      const all = loaded(join(root, path), read(path)).flatMap((target) => file(target) ?? []);
      return [path, all.map((target) => relative(root, target)).filter((target) => known.has(target))];
    }),
  );
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, way: string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  };
  for (const path of sources) walk(path, []);
  return circles;
}

function file(target: string): string | undefined {
  return [target, `${target}.ts`, join(target, "index.ts")].find(
    (path) => /\.(ts|json)$/.test(path) && existsSync(path),
  );
}
