import { fileName, type ManifestFile, objectFile } from "../../preview/manifests/objects";
import { writeFiles } from "../../preview/manifests";
import { planOf } from "../../preview/plan";
import { runCommand, runProcess, type Surroundings } from "../../preview/cli/command";
import type { Progress } from "../../preview/cli/progress";
import { Style } from "../../preview/text/style";
import { View } from "../../preview/view";
import { parseRenderLine, type RenderOptions, usage } from "./args";
import { podProblems } from "./pods";
import { type Rendering, renderAll } from "./rendering";
import { mandatoryOf, report } from "./report";

/**
 * The command `npm run render`.
 *
 * @returns the exit status: 0 clean, 1 a chart or a mandatory policy is not content, 2 config or command line.
 */
export function main(args: string[], around: Surroundings): Promise<number> {
  return runCommand({ parse: parseRenderLine, usage, run }, args, around);
}

async function run(options: RenderOptions, around: Surroundings, progress: Progress): Promise<number> {
  let renderings: Rendering[] = [];
  const plan = await planOf(options, around.directory, progress.say, async (resources, config) => {
    const from = { charts: options.charts, kubernetes: config.cluster.version };
    const declared = config.resolvedAddons.flatMap(({ pods }) => pods);
    renderings = (await renderAll(new View(resources), from, progress.say)).map((one) => ({
      ...one,
      problems: [...one.problems, ...(one.objects.length ? podProblems(one, declared) : [])],
    }));
    return renderings.flatMap(({ objects }) => objects);
  });
  progress.done();
  if (options.out !== undefined) writeFiles(filesOf(renderings), options.out, "--out");
  const colour = around.stdout.isTTY === true && !process.env.NO_COLOR;
  const style = new Style({ verbose: options.verbose, colour, width: around.stdout.columns });
  around.stdout.write(`${report(plan, renderings, style)}\n`);
  return mandatoryOf(plan).length || renderings.some(({ problems }) => problems.length) ? 1 : 0;
}

/** A folder for each add-on, inside the files of `--manifests`. */
function filesOf(renderings: Rendering[]): ManifestFile[] {
  return renderings.flatMap(({ name, objects }) =>
    objects.flatMap((object) => {
      const file = objectFile(object, object.inputs);
      return file === undefined ? [] : [{ ...file, path: `${fileName(name)}/${file.path}` }];
    }),
  );
}

if (require.main === module) runProcess(main);
