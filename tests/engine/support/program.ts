/**
 * The program as it is, with charts and bundles of definitions from a folder of this machine: no registry that the tests
 * reach has the real ones. The engine applies the transform to what the program registers, and to nothing else of it.
 */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { bundleFile, chartFolder } from "./charts";

const folder = process.env.STAND_IN_CHARTS;
if (folder === undefined) throw new Error("STAND_IN_CHARTS names no folder");

pulumi.runtime.registerResourceTransform(({ type, name, props, opts }) => {
  if (type === "kubernetes:helm.sh/v4:Chart" || type === "kubernetes:helm.sh/v3:Release") {
    const rest = Object.entries(props).filter(([key]) => key !== "repositoryOpts" && key !== "version");
    const chart = join(folder, chartFolder(String(props.chart)));
    return { props: { ...Object.fromEntries(rest), chart }, opts };
  }
  if (type === "kubernetes:yaml/v2:ConfigGroup") {
    return { props: { ...props, files: [join(folder, bundleFile(name))] }, opts };
  }
  return undefined;
});

// eslint-disable-next-line @typescript-eslint/no-require-imports -- after the transform is registered
export = require("../../../index") as unknown;
