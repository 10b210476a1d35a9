import { bestPractice } from "../support/benchmarks";
import { type Field, Malformed } from "../support/field";
import { objectRule } from "../support/rule";
import { number } from "../support/values";
import { cluster } from "./clusters";

const group = "admissionregistration.k8s.io";
const kinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

export const webhooks = objectRule({
  name: "webhooks",
  displayName: "Admission webhooks",
  description: "An admission webhook can't stop the cluster: it answers soon, and doesn't stand before every pod.",
  severity: "high",
  remediationSteps: "Set timeoutSeconds to 10 or less, and a namespaceSelector, or failurePolicy Ignore.",
  url: "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
  ...bestPractice("Scalability: control plane"),
  ...cluster,
  config: {
    maxSeconds: {
      type: "integer",
      minimum: 1,
      maximum: 30,
      default: 10,
      description: "Seconds to answer in, at most.",
    },
  },
  applies: (object) => object.group === group && kinds.includes(object.kind),
  check(object, report, config) {
    const most = number(config["maxSeconds"], 10);
    for (const webhook of object.root.at("webhooks").items()) {
      const seconds = webhook.at("timeoutSeconds");
      // Kubernetes waits 10 seconds where nothing is said: k8s.io/api v0.36, admissionregistration/v1/types.go.
      report.expect(
        seconds,
        (value) => (value === undefined ? 10 : typeof value === "number" ? value : Infinity) <= most,
        {
          why: "every request that it stands before waits for it, one after the other",
          fix: `Set ${seconds.path} to ${most} or less`,
        },
      );
      const policy = webhook.at("failurePolicy");
      const selectors = [webhook.at("namespaceSelector"), webhook.at("objectSelector")];
      const narrows = selectors.flatMap(members);
      const pods = any(webhook.at("rules").items().map(takesPods));
      if (pods === false || policy.value === "Ignore" || narrows.length > 0) {
        narrows.forEach((one) => report.readable(one));
      } else if (pods !== true) {
        report.readable(pods);
      } else {
        report.expect(policy, (value) => value === "Ignore", {
          why: "while it is down no pod can start, its own included",
          fix: `Set namespaceSelector to leave out kube-system and its own namespace, or ${policy.path} to Ignore`,
        });
      }
    }
  },
});

/** Whether it stands before the making of pods, or what doesn't let us know. */
function takesPods(rule: Field): boolean | Field {
  return all([
    has(rule.at("apiGroups"), ["", "*"]),
    has(rule.at("resources"), ["pods", "*", "*/*"]),
    has(rule.at("operations"), ["CREATE", "*"]),
  ]);
}

function has(list: Field, wanted: string[]): boolean | Field {
  return any(list.items().map((item) => (item.string === undefined ? unreadable(item) : wanted.includes(item.string))));
}

function unreadable(item: Field): Field {
  return item.isUnknown || item.isMalformed ? item : item.with(new Malformed(item.value, "a text"));
}

function any(parts: (boolean | Field)[]): boolean | Field {
  return parts.includes(true) || (parts.find((part) => part !== false) ?? false);
}

function all(parts: (boolean | Field)[]): boolean | Field {
  return !parts.includes(false) && (parts.find((part) => part !== true) ?? true);
}

/** What a selector asks for; nothing in an empty one, which takes everything. */
function members(selector: Field): Field[] {
  return [
    ...selector
      .at("matchLabels")
      .entries()
      .map(([, label]) => label),
    ...selector.at("matchExpressions").items(),
  ];
}
