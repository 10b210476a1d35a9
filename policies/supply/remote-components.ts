import type { KubeObject } from "../support/kube-object";
import { factsOf, isRemote } from "../support/remote";
import { stackRule, type StackView } from "../support/rule";

export const remoteComponents = stackRule({
  name: "remote-components",
  displayName: "Remote components are judged",
  description:
    "What a plugin makes of a component is judged by its children, or by what its maker has on record of it.",
  severity: "medium",
  remediationSteps:
    "Let the component that makes a chart or a group of manifests pass `remote: {<its name>: {chart, version}}` (or `{files}`) as an argument, and repeat it in registerOutputs.",
  url: "https://github.com/pulumi/pulumi/issues/10533",
  tags: ["supply-chain"],
  needs: ({ group, kind }) => packaged.has(`${group}:${kind}`) || /^(awsx|eks)\./.test(kind),
  check(view) {
    for (const object of view.objects.filter(({ urn }) => isRemote(typeOf(urn)))) {
      if (!isShown(object, view)) {
        view
          .about(object)
          .notJudged(
            object.group === "aws"
              ? "its plugin keeps the arguments to itself, and this preview doesn't know which children it makes of them"
              : "its plugin keeps the arguments to itself, and no component has them on record",
          );
      }
    }
  },
});

const packaged = new Set(["helm.sh:Chart", "yaml:ConfigGroup", "yaml:ConfigFile", "kustomize:Directory"]);

function isShown(object: KubeObject, view: StackView): boolean {
  return object.group === "aws"
    ? view.hasChildren(object)
    : factsOf(view.parentOf(object), nameOf(object.urn)) !== undefined;
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The logical name, which may have any characters but begins after the third pair of colons. */
function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
