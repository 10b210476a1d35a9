import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import type { Report } from "../support/report";
import { jsonDocument, oneOrMany } from "../support/values";
import { includes } from "../support/wildcards";

export const iam = { tags: ["aws", "iam"] };

/** Resources that give permissions to identities, and where their documents are. */
const documents: Record<string, (root: Field) => Field[]> = {
  "aws.iam.Policy": (root) => [root.at("policy")],
  "aws.iam.RolePolicy": (root) => [root.at("policy")],
  "aws.iam.UserPolicy": (root) => [root.at("policy")],
  "aws.iam.GroupPolicy": (root) => [root.at("policy")],
  "aws.iam.Role": (root) =>
    root
      .at("inlinePolicies")
      .items()
      .map((one) => one.at("policy")),
  "aws.ssoadmin.PermissionSetInlinePolicy": (root) => [root.at("inlinePolicy")],
};
export const permissionKinds = Object.keys(documents);

/** What is allowed by the documents of a resource. Documents that can't be read are reported. */
export function allowances(object: KubeObject, report: Report): Field[] {
  return (documents[object.kind]?.(object.root) ?? []).flatMap((document) => allowed(document, report));
}

export function allowed(document: Field, report: Report): Field[] {
  return statements(document, report).filter((statement) => statement.at("Effect").value === "Allow");
}

/** The statements of a policy document; what can't be read, or is no policy, is reported. */
export function statements(document: Field, report: Report): Field[] {
  const parsed = jsonDocument(document);
  if (parsed.absent) {
    return [];
  }
  const list = parsed.at("Statement");
  report.expect(list, (value) => typeof value === "object" && value !== null, {
    why: "a policy without statements is none",
    fix: `Set ${list.path}`,
  });
  const found = oneOrMany(list);
  for (const statement of found) {
    const effect = statement.at("Effect");
    report.expect(effect, (value) => value === "Allow" || value === "Deny", {
      why: "IAM takes Allow and Deny only",
      fix: `Set ${effect.path} to Allow or Deny`,
    });
  }
  return found;
}

/** Actions of a statement, those that can't be read reported. */
export function actionsOf(statement: Field, report: Report): Field[] {
  return oneOrMany(statement.at("Action")).filter((action) => {
    const text = action.string;
    if (text === undefined) {
      report.expect(action, () => false, { why: "that is no action", fix: `Set ${action.path} to an action` });
    }
    return text !== undefined;
  });
}

/** Whether an action of a policy, wildcards and all, takes the one that is meant. */
export function allows(action: Field, wanted: string): boolean {
  return includes((action.string ?? "").toLowerCase(), wanted.toLowerCase());
}
