import { objectRule } from "../support/rule";
import { isText } from "../support/values";

// What a Release installs is one resource to the engine, so that no rule sees its pods. Somebody's decision, then: the
// reason stands in `description`, which Helm keeps with the release.
export const opaqueRelease = objectRule({
  name: "opaque-release",
  displayName: "Releases say why",
  description: "A Helm Release, whose objects no rule sees, says why it isn't a Chart.",
  severity: "medium",
  remediationSteps: "Use kubernetes.helm.v4.Chart, or give the reason in the Release's description.",
  url: "https://www.pulumi.com/blog/kubernetes-chart-v4/",
  tags: ["supply-chain"],
  applies: ({ group, kind }) => group === "helm.sh" && kind === "Release",
  check(object, report) {
    report.expect(object.root.at("description"), isText, {
      why: "what it installs escapes all other rules",
      fix: "Use kubernetes.helm.v4.Chart, or set description to the reason",
    });
  },
});
