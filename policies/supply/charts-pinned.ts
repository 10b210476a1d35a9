import { objectRule } from "../support/rule";
import { isHelm } from "./retired-components";

export const chartsPinned = objectRule({
  name: "charts-pinned",
  displayName: "Pinned charts",
  description: "Every chart has an exact version.",
  severity: "medium",
  remediationSteps: "Set version to an exact version.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v4/chart/",
  tags: ["supply-chain"],
  applies: isHelm,
  check(object, report) {
    const version = object.root.at("version");
    const chart = object.root.at("chart");
    // A chart beside the program has the program's version.
    const local = /^\.{0,2}\//.test(chart.string ?? "");
    report.expect(
      version,
      (value) =>
        (local && value === undefined) || (typeof value === "string" && /^v?\d+\.\d+\.\d+([-+].+)?$/.test(value)),
      {
        why: "what is installed changes without a change of the program",
        fix: `Set ${version.path} to an exact version such as 1.2.3`,
      },
    );
  },
});
