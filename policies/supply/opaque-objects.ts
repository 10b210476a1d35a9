import { kindOf, kubeObject } from "../support/kube-object";
import { Report } from "../support/report";
import { configOf, type Rule, scopes, settings, withCommon } from "../support/rule";

/** Built-in groups have a list for every kind: `kubernetes:core/v1:PodList`. */
const list =
  /^kubernetes:(?:core|apps|batch|extensions|autoscaling|policy|events|meta|[\w.]+\.k8s\.io)\/[\w]+:\w+List(?:Patch)?$/;

/**
 * What the other rules don't see: the objects in a list, and what a patch changes of a kind that is judged only together
 * with others.
 */
export function opaqueObjects(rules: () => readonly Rule[]): Rule {
  const rule = withCommon({
    name: "opaque-objects",
    displayName: "Nothing comes in bulk",
    description:
      "Objects are resources of their own, which rules see; a patch that no rule can judge is said to be one.",
    severity: "high",
    remediationSteps: "Write the items of a list as resources, and change an object where it is made.",
    url: "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/",
    tags: ["supply-chain"],
  });
  scopes.set(rule, (type) => list.test(type) || kindOf(type)?.patch === true);
  rule.validateResource = (args, reportViolation) => {
    const object = kubeObject(args);
    if (object === undefined || !(list.test(args.type) || object.patch)) {
      return;
    }
    const config = configOf(rule, args.getConfig());
    const report = new Report(object, () => settings(rule, config));
    if (list.test(args.type)) {
      report.violation({
        what: "it is a list",
        why: "no rule sees the objects in it",
        fix: "Write each of its items as a resource",
      });
    } else {
      const [alone, together] = judges(args.type, rules());
      if (alone.length === 0 && together.length > 0) {
        report.notJudged(
          `${together.join(", ")} judge the object with others, and the stack doesn't have what this patches`,
        );
      }
    }
    report.send(reportViolation);
  };
  return rule;
}

/** Names of the rules that judge a resource of a type by itself, and of those that judge it together with others. */
function judges(type: string, rules: readonly Rule[]): [alone: string[], together: string[]] {
  const ofAll = ["opaque-objects", "waivers-are-valid"];
  const some = rules.filter((rule) => !ofAll.includes(rule.name) && scopes.get(rule)?.(type));
  const names = (stack: boolean) => some.filter((rule) => "validateStack" in rule === stack).map(({ name }) => name);
  return [names(false), names(true)];
}
