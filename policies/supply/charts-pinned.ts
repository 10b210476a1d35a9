import type { Field } from "../support/field";
import { isPackaged } from "../support/remote";
import type { Report } from "../support/report";
import { objectRule } from "../support/rule";

export const chartsPinned = objectRule({
  name: "charts-pinned",
  displayName: "Pinned charts and manifests",
  description: "Every chart has an exact version, and every manifest from elsewhere a version in its address.",
  severity: "medium",
  remediationSteps: "Set version to an exact version, or take the manifest of a release.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v4/chart/",
  tags: ["supply-chain"],
  applies: isPackaged,
  check(object, report) {
    if (object.group === "helm.sh" || !object.root.at("chart").absent) {
      judgeChart(object.root, report);
    } else {
      filesOf(object.root).forEach((file) => judgeFile(file, report));
    }
  },
});

function judgeChart(root: Field, report: Report): void {
  const version = root.at("version");
  const chart = root.at("chart");
  // A chart beside the program has the program's version.
  const local = isLocal(chart.string ?? "");
  report.expect(
    version,
    (value) =>
      (local && value === undefined) || (typeof value === "string" && /^v?\d+\.\d+\.\d+([-+].+)?$/.test(value)),
    {
      why: "what is installed changes without a change of the program",
      fix: `Set ${version.path} to an exact version such as 1.2.3`,
    },
  );
}

/** `files` of a ConfigGroup, one or many; `file` of a ConfigFile. */
function filesOf(root: Field): Field[] {
  const files = root.at("files");
  return [root.at("file"), ...(files.string === undefined ? files.items() : [files])].filter((file) => !file.absent);
}

function judgeFile(file: Field, report: Report): void {
  const pinned = (address: string) => /\d+\.\d+\.\d+|\b[0-9a-f]{40}\b/.test(address.replace(/^[a-z]+:\/\/[^/]*/i, ""));
  report.expect(file, (value) => typeof value === "string" && (!/^[a-z]+:\/\//i.test(value) || pinned(value)), {
    why: "what is applied changes without a change of the program",
    fix: "Take the file of a release or of a commit, with its tag or hash in the address",
  });
}

function isLocal(chart: string): boolean {
  return /^\.{0,2}\//.test(chart);
}
