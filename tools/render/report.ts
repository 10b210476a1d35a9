import type { Plan } from "../../preview/plan";
import { waiverLines } from "../../preview/text/notes";
import { counted, type Style } from "../../preview/text/style";
import { violationLines } from "../../preview/text/violations";
import type { Rendering } from "./rendering";

/** What was rendered and what is wrong with it: violations first, as in a preview, the one-line summary last. */
export function report(plan: Plan, renderings: Rendering[], style: Style): string {
  const { colours } = style;
  const faulty = renderings.filter(({ problems }) => problems.length > 0);
  const mandatory = mandatoryOf(plan).length;
  const objects = renderings.reduce((sum, one) => sum + one.objects.length, 0);
  const verdict = faulty.length || mandatory ? colours.red("✗ refused") : colours.green("✓ ready");
  const summary = [
    counted(renderings.length, "chart"),
    counted(objects, "object"),
    `${counted(faulty.length, "chart")} to mend`,
    counted(mandatory, "mandatory violation"),
  ].join(", ");
  return [
    ...violationLines(plan, style),
    ...tableLines(renderings, plan, style),
    ...faulty.flatMap(({ name, problems }) =>
      problems.flatMap((text) => style.wrapped(`${name} ${text}`, `  ${colours.red("✗")} `, "    ")),
    ),
    ...(faulty.length ? [""] : []),
    ...waiverLines(plan, style),
    `${verdict}  ${colours.bold(plan.stack)}: ${summary}`,
  ].join("\n");
}

/** Violations that refuse a deployment. */
export function mandatoryOf(plan: Plan) {
  return plan.findings.filter(({ level, kind }) => level === "mandatory" && kind === "violation");
}

function tableLines(renderings: Rendering[], plan: Plan, style: Style): string[] {
  const rows = renderings.map(({ name, release, objects, hooks, differing, ignored }) => {
    const urns = new Set(objects.map(({ urn }) => urn));
    const violations = plan.findings.filter(({ urn, kind }) => urns.has(urn) && kind === "violation").length;
    return [
      name,
      release === undefined ? "" : `${release.chart} ${release.version}`,
      release?.way ?? "files",
      String(objects.length),
      release === undefined ? "" : differing.length ? "no" : "yes",
      hooks.map(({ kind, events }) => `${kind} ${events.join("+")}`).join(", "),
      ignored.length ? String(ignored.length) : "",
      violations ? String(violations) : "",
    ];
  });
  const columns = [
    { title: "add-on" },
    { title: "chart" },
    { title: "delivery" },
    { title: "objects", right: true },
    { title: "equal twice" },
    { title: "hooks", grow: true },
    { title: "ignored", right: true },
    { title: "violations", right: true },
  ];
  return [style.heading("Charts", "rendered by Helm"), ...style.table(columns, rows), ""];
}
