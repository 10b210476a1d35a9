import { fileName, type ManifestFile, objectFile } from "../../preview/manifests/objects";
import { writeFiles } from "../../preview/manifests";
import { planOf } from "../../preview/plan";
import { ProgramError, UserError } from "../../preview/cli/user-error";
import { progressOn } from "../../preview/cli/progress";
import { loadLate } from "../../preview/late-modules";
import type { Surroundings } from "../../preview/main";
import { Style } from "../../preview/text/style";
import { View } from "../../preview/view";
import { resolvedAddons } from "../../stacks/addon-demand";
import { parseRenderLine, usage } from "./args";
import { podProblems } from "./pods";
import { type Rendering, renderAll } from "./rendering";
import { mandatoryOf, report } from "./report";

/**
 * The command `npm run render`.
 *
 * @returns the exit status: 0 clean, 1 a chart or a mandatory policy is not content, 2 config or command line.
 */
export async function main(args: string[], around: Surroundings): Promise<number> {
  const progress = progressOn(around.stderr);
  try {
    const options = parseRenderLine(args, around.directory);
    if (!options) {
      around.stdout.write(`${usage(around.directory)}\n`);
      return 0;
    }
    let renderings: Rendering[] = [];
    const plan = await planOf(options, around.directory, progress.say, async (resources, config) => {
      const from = { charts: options.charts, kubernetes: config.cluster.version };
      const declared = resolvedAddons(config).flatMap(({ pods }) => pods);
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
  } catch (error) {
    progress.done();
    if (!(error instanceof UserError || error instanceof ProgramError)) throw error;
    around.stderr.write(`${error.message}\n`);
    return error instanceof UserError ? 2 : 1;
  }
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

if (require.main === module) {
  loadLate();
  const { stdout, stderr } = process;
  void main(process.argv.slice(2), { directory: process.cwd(), stdout, stderr }).then((status) => {
    process.exitCode = status;
  });
}
