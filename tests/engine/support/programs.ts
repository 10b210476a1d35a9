import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { cached, directoryOf, type Module, type Program, type Purpose } from "../../cluster/support/binaries";
import { download, pinned } from "../../cluster/support/go";

const folderOf = (name: string) => join(__dirname, "..", "modules", name);

const pulumi: Module = {
  path: "github.com/pulumi/pulumi/pkg/v3",
  cached: "pulumi",
  folder: () => folderOf("pulumi"),
  // `pulumi version` (pulumi v3.274.1, scripts/build-common.sh).
  flags: (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
};

const kubernetes: Module = {
  path: "github.com/pulumi/pulumi-kubernetes/provider/v4",
  cached: "pulumi-kubernetes",
  folder: () => folderOf("pulumi-kubernetes"),
};

const engine: Purpose = {
  what: "Pulumi engine",
  otherwise: "",
  takes: "15 to 25 minutes in all, 4.2 GB of memory",
};

/** The programs of the engine: the package of each, and the module of ours that pins it. */
const programs: Program[] = [
  { name: "pulumi", tool: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", module: pulumi },
  { name: "pulumi-resource-kubernetes", tool: "platform.invalid/tests/engine/pulumi-kubernetes", module: kubernetes },
];

/** Files that the Kubernetes plugin reads beside itself. */
const besidePlugin = ["schema.json", "terraform-mapping.json"];

/** Paths of the engine's programs. */
export interface EnginePrograms {
  pulumi: string;
  kubernetesPlugin: string;
}

/** Version of the engine that is tested, without the `v`. */
export function engineVersion(): string {
  return pinned(folderOf("pulumi"), pulumi.path).slice(1);
}

/**
 * The Pulumi CLI, which is the engine, and the Kubernetes plugin, built once into the user's cache.
 *
 * @throws Unavailable when something has to be built and there is no Go.
 */
export async function enginePrograms(progress: (step: string) => void): Promise<EnginePrograms> {
  const built = await cached(programs, "", engine, progress);
  const at = (name: string) => built.get(name) ?? "";
  copyBesidePlugin();
  return { pulumi: at("pulumi"), kubernetesPlugin: at("pulumi-resource-kubernetes") };
}

function copyBesidePlugin(): void {
  const directory = directoryOf(kubernetes, "");
  const missing = besidePlugin.filter((name) => !existsSync(join(directory, name)));
  if (missing.length === 0) return;
  const source = join(download(folderOf("pulumi-kubernetes"), kubernetes.path), "cmd", "pulumi-resource-kubernetes");
  for (const name of missing) copyFileSync(join(source, name), join(directory, name));
}
