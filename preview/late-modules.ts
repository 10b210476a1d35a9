import Module from "node:module";

/**
 * Modules that the SDKs load at their start and that no preview needs: what turns JavaScript functions into cloud
 * functions (TypeScript's compiler, npm's dependency resolver), the API that drives the CLI, and awsx's older half with
 * the AWS clients it brings. Together a third of the time of a preview (docs/performance.md).
 */
const late = ["typescript", "@npmcli/arborist", "@pulumi/pulumi/automation", "@pulumi/awsx/classic"];

/** Puts a stand-in for each into Node's cache of modules: the module itself is loaded when something asks it anything. */
export function loadLate(): void {
  for (const name of late) {
    const file = resolved(name);
    if (file === undefined || require.cache[file]) continue;
    const stub = new Module(file);
    stub.exports = standIn(() => {
      if (require.cache[file] === stub) delete require.cache[file];
      return require(file) as object; // eslint-disable-line @typescript-eslint/no-require-imports
    });
    stub.loaded = true;
    require.cache[file] = stub;
  }
}

function resolved(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined; // an SDK that no longer brings it
  }
}

function standIn(load: () => object): object {
  return new Proxy(
    {},
    {
      // Compiled `import * as` takes a module that says so as it is, and copies every key of any other.
      get: (_, key) => (key === "__esModule" ? true : (Reflect.get(load(), key) as unknown)),
      has: (_, key) => Reflect.has(load(), key),
    },
  );
}
