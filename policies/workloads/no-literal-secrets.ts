import type { Field } from "../support/field";
import type { Report } from "../support/report";
import { cis } from "../support/benchmarks";
import { mayHavePods, podsOf } from "../support/pods";
import { objectRule } from "../support/rule";
import { isText } from "../support/values";
import { argumentLooksSecret, looksSecret } from "./secret-shapes";

export const noLiteralSecrets = objectRule({
  name: "no-literal-secrets",
  displayName: "No secrets in plain sight",
  description: "No password, token or key stands in a container's environment or in a ConfigMap.",
  severity: "critical",
  remediationSteps: "Put it in a secret store, and mount it, or refer to it with secretKeyRef.",
  url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ...cis("4.4.2"),
  tags: ["workloads", "secrets"],
  covers: ["trivy KSV109"],
  applies: (object) => mayHavePods(object) || (object.group === "core" && object.kind === "ConfigMap"),
  check(object, report) {
    for (const { field } of podsOf(object).flatMap(({ containers }) => containers)) {
      for (const variable of field.at("env").items()) {
        const name = variable.at("name");
        report.expect(name, isText, { why: "its value can't be told from a secret", fix: `Set ${name.path}` });
        if (name.string !== undefined) {
          judge(report, name.string, variable.at("value"), `environment variable ${name.string} of ${field.owner}`);
        }
      }
    }
    for (const { field } of podsOf(object).flatMap(({ containers }) => containers)) {
      for (const argument of [...field.at("command").items(), ...field.at("args").items()]) {
        if (argument.string !== undefined && argumentLooksSecret(argument.string)) {
          complain(report, `an argument of ${field.owner}`, argument);
        }
      }
    }
    if (object.kind === "ConfigMap") {
      for (const [key, value] of object.root.at("data").entries()) {
        judge(report, key, value, `key ${key}`);
      }
    }
  },
});

/** Never shows the value: the finding would publish what it complains about. */
function judge(report: Report, name: string, value: Field, what: string): void {
  if (value.absent || !report.readable(value)) {
    return;
  }
  if (value.string === undefined) {
    report.violation({ what: `${what} is no text`, why: "the API takes texts only", fix: `Quote ${value.path}` });
  } else if (looksSecret(name, value.string)) {
    complain(report, what, value);
  }
}

function complain(report: Report, what: string, value: Field): void {
  report.violation({
    what: `${what} looks like a secret in plain text`,
    why: "it is in the state, in the cluster's API and in every backup, readable by whoever sees the object",
    fix: `Move ${value.path} to a secret store and refer to it`,
  });
}
