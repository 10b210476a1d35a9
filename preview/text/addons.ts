import type { Plan } from "../plan";
import type { RecordedResource } from "../recorded";
import { applicationsIn } from "../manifests/applications";
import type { ManifestFile } from "../manifests/objects";
import { textAt, type View } from "../view";
import type { Style } from "./style";

/** Add-ons: Helm charts of the program, those that Argo CD delivers, and those that EKS manages. */
export function addonLines({ view }: Plan, style: Style): string[] {
  const charts = view.types().filter((type) => /^kubernetes:helm\.sh\/v[34]:(Chart|Release)$/.test(type));
  const rows = [
    ...view.ofType("aws:eks/addon:Addon").map((resource) => managed(resource, view)),
    ...charts.flatMap((type) => view.ofType(type)).map((resource) => chart(resource, view)),
    ...applicationsIn(view).map((application) => delivered(application, view)),
  ].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  if (rows.length === 0) return [];
  const columns = [
    { title: "add-on" },
    { title: "delivered by" },
    { title: "version" },
    { title: "namespace" },
    { title: "AWS identity of", grow: true },
  ];
  return [style.heading("Add-ons"), ...style.table(columns, rows), ""];
}

function delivered({ content }: ManifestFile, view: View): string[] {
  const name = textAt(content, "metadata", "name") ?? "";
  const from = textAt(content, "spec", "source", "targetRevision") ?? "";
  const namespace = textAt(content, "spec", "destination", "namespace") ?? "";
  const accounts = view
    .ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .map((one) => textAt(view.inputs(one), "serviceAccount") ?? "")
    .filter((account) => account.startsWith(name));
  return [name, "Argo CD", from, namespace, accounts.join(" ")];
}

function managed(resource: RecordedResource, view: View): string[] {
  const inputs = view.inputs(resource);
  const name = textAt(inputs, "addonName") ?? resource.name;
  const account = textAt(inputs, "podIdentityAssociations", 0, "serviceAccount") ?? identities(resource, view);
  return [name, "EKS", textAt(inputs, "addonVersion") ?? "", "kube-system", account];
}

function chart(resource: RecordedResource, view: View): string[] {
  const inputs = view.inputs(resource);
  const namespace = textAt(inputs, "namespace") ?? "default";
  const name = textAt(inputs, "name") ?? textAt(inputs, "chart") ?? resource.name;
  const kind = resource.type.endsWith("Release") ? "Helm release" : "chart";
  return [name.split("/").pop() ?? name, kind, textAt(inputs, "version") ?? "", namespace, identities(resource, view)];
}

/** Service accounts with an AWS role in the same component as an add-on, or in the component's own ones. */
function identities(resource: RecordedResource, view: View): string {
  const component = view.component(resource);
  if (!component) return "";
  const below = [component, ...view.childrenOf(component.urn)].flatMap((one) => view.childrenOf(one.urn));
  return below
    .filter(({ type }) => type === "aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .map((one) => view.inputs(one))
    .filter((inputs) => resource.name.includes(textAt(inputs, "serviceAccount") ?? "?") || below.length < 8)
    .map((inputs) => textAt(inputs, "serviceAccount") ?? "")
    .join(" ");
}
