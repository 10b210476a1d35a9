import { kubernetesVersions } from "../../stacks/versions";
import type { Plan } from "../plan";
import { textAt } from "../view";
import { addonLines } from "./addons";
import { billText } from "./bill";
import { costLines } from "./cost";
import { dataStoreLines } from "./data-stores";
import { namespaceLines } from "./namespaces";
import { recoveryLines } from "./recovery";
import { remediationLines, verdictLines, waiverLines, warningLines } from "./notes";
import { observabilityLines } from "./observability";
import { poolLines, supportText } from "./pools";
import { serviceLines } from "./services";
import { counted, type Layout, Style } from "./style";
import { treeLines } from "./tree";
import { violationLines } from "./violations";

/** The plan as a person reads it: what is wrong first, the one-line summary last. */
export function report(plan: Plan, layout: Layout): string {
  const style = new Style(layout);
  return [
    ...violationLines(plan, style),
    ...headerLines(plan, style),
    "",
    ...treeLines(plan.view, style),
    "",
    ...poolLines(plan, style),
    ...serviceLines(plan, style),
    ...dataStoreLines(plan, style),
    ...recoveryLines(plan, style),
    ...namespaceLines(plan, style),
    ...addonLines(plan, style),
    ...observabilityLines(plan, style),
    ...verdictLines(plan, style),
    ...warningLines(plan, style),
    ...waiverLines(plan, style),
    ...remediationLines(plan, style),
    ...costLines(plan, style),
    summary(plan, style),
  ].join("\n");
}

function headerLines({ stack, config, view }: Plan, style: Style): string[] {
  const { region, accountId } = config.aws;
  const version = textAt(config, "cluster", "version");
  const support = version === undefined ? undefined : kubernetesVersions[version];
  const until = supportText(support?.standardSupportEnds, config.today);
  return [
    `${style.colours.bold(`Stack ${stack}`)}  tier ${config.tier}, ${region}, account ${accountId}, as of ${config.today}`,
    ...(version === undefined ? [] : [`Kubernetes ${version}, standard support until ${until}`]),
    counted(view.resources.length, "resource"),
  ];
}

function summary(plan: Plan, style: Style): string {
  const { colours } = style;
  const of = (level: string) => plan.findings.filter((one) => one.level === level && one.kind === "violation").length;
  const [mandatory, advisory] = [of("mandatory"), of("advisory")];
  const parts = [
    counted(plan.resources.length, "resource"),
    counted(mandatory, "mandatory violation"),
    `${advisory} advisory`,
    counted(plan.warnings.length, "warning"),
    billText(plan.cost.document),
  ].join(", ");
  const verdict = mandatory ? colours.red("✗ refused") : colours.green("✓ ready");
  return `${verdict}  ${colours.bold(plan.stack)}: ${parts}`;
}
