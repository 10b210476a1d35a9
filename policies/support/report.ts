import type { ReportViolation } from "@pulumi/policy";
import { type Field, Malformed, Untouched, show } from "./field";
import { describe, type KubeObject } from "./kube-object";
import { findWaiver, type Waiver } from "./waivers";

/** What a message says after the object: what is so, why it may not be, and what to set. */
export interface Complaint {
  what: string;
  why: string;
  /** A sentence without its full stop, in the words of the stack's YAML where they are known. */
  fix: string;
}

/** What the pack hands to `reportViolation`; `kind` is for the offline runner, the SDK ignores it. */
export interface Diagnostic {
  message: string;
  urn: string;
  enforcementLevel?: "advisory";
  kind: "violation" | "unknown";
}

export interface RuleSettings {
  name: string;
  description: string;
  today: string;
  waivers: Record<string, unknown>;
}

/** Collects what one rule says about one object, and sends it off unless the object has a waiver from the rule. */
export class Report {
  // Made when there is something to say: most rules have nothing to say about most objects.
  private violations: Map<string, "advisory" | undefined> | undefined;
  private unknowns: Set<string> | undefined;

  constructor(
    readonly object: KubeObject,
    private readonly rule: () => RuleSettings,
  ) {}

  /** At the level of the rule, or only advised. */
  violation(complaint: Complaint, level?: "advisory"): void {
    const text = `${describe(this.object)}: ${complaint.what}: ${complaint.why}. ${complaint.fix}.`;
    (this.violations ??= new Map()).set(text, level);
  }

  /** Says that a field can't be judged yet. Not a violation, but never silent. */
  unknown(field: Field): void {
    if (field.value instanceof Untouched) {
      return;
    }
    const what = [field.local, field.owner].filter((part) => part !== "").join(" of ");
    (this.unknowns ??= new Set()).add(
      `${describe(this.object)}: ${what || "its content"} is not known before the deployment, so this rule can't ` +
        `judge it in a preview; \`pulumi up\` will. Give ${field.path || "it"} a plain value to have it judged here.`,
    );
  }

  /** Says that the object can't be judged by this rule, and why. Advisory, and never silent. */
  notJudged(why: string): void {
    (this.unknowns ??= new Set()).add(`${describe(this.object)}: it is not judged: ${why}.`);
  }

  /** True when there is a value to judge; says what is the matter when it is unknown or of the wrong type. */
  readable(field: Field): boolean {
    if (field.isUnknown) {
      this.unknown(field);
    } else if (field.value instanceof Malformed) {
      const { found, expected } = field.value;
      this.violation({
        what: `${field.path || "the object"} is ${show(found)}, not ${expected}`,
        why: "what can't be read can't be judged",
        fix: `Make ${field.path || "it"} ${expected}`,
      });
    } else {
      return true;
    }
    return false;
  }

  /** True when a field has a value of a type, or none; says so when it is unknown or of another type. */
  readableAs(field: Field, type: "string" | "number" | "boolean"): boolean {
    const fits = field.absent || !field.known || typeof field.value === type;
    return this.readable(fits ? field : field.with(new Malformed(field.value, `a ${type}`)));
  }

  /** Reports a field whose value is not `ok`. An absent field is judged as `undefined`. */
  expect(field: Field, ok: (value: unknown) => boolean, say: { why: string; fix: string }): void {
    if (!this.readable(field)) {
      return;
    }
    const value = field.value ?? undefined;
    if (!ok(value)) {
      const owner = field.owner || "it";
      const what = field.absent
        ? `${owner} does not set ${field.local}`
        : `${owner} sets ${field.local} to ${show(value)}`;
      this.violation({ what, ...say });
    }
  }

  /** Whether something is violated that no waiver exempts. */
  complains(): boolean {
    return this.violations !== undefined && !holds(this.waiver());
  }

  private waiver(): Waiver | undefined {
    const { name, waivers, today } = this.rule();
    return findWaiver(name, this.object, waivers, today);
  }

  send(report: ReportViolation): void {
    const { description, waivers } = this.rule();
    if (!this.violations && !this.unknowns && Object.keys(waivers).length === 0) {
      return;
    }
    const waiver = this.waiver();
    if (holds(waiver)) {
      return;
    }
    this.sendAll(report, description, waiver);
  }

  private sendAll(report: ReportViolation, description: string, waiver: Waiver | undefined): void {
    if (!this.violations && waiver?.source === "config") {
      // One in an annotation is seen by `waivers-are-valid`; this one only the rule that it is of can see.
      this.violation({
        what: `the waiver of this rule in the policy config ${faultOf(waiver)}`,
        why: "an exemption that nobody reviews any more becomes the rule",
        fix: "Remove it, for nothing here needs it",
      });
    }
    const ended = waiver ? ` (Its waiver ${faultOf(waiver)}.)` : "";
    for (const [text, level] of this.violations ?? []) {
      const lower = level === undefined ? {} : { enforcementLevel: level };
      emit(report, { message: `${description}\n${text}${ended}`, urn: this.object.urn, ...lower, kind: "violation" });
    }
    for (const text of this.unknowns ?? []) {
      emit(report, {
        message: `${description}\n${text}`,
        urn: this.object.urn,
        // The level the SDK itself gives to a rule that meets an unknown value.
        enforcementLevel: "advisory",
        kind: "unknown",
      });
    }
  }
}

function holds(waiver: Waiver | undefined): boolean {
  return waiver !== undefined && !waiver.problem && !waiver.expired;
}

function faultOf(waiver: Waiver): string {
  return waiver.expired ? `ended on ${waiver.until}` : (waiver.problem ?? "");
}

/**
 * The SDK's `reportViolation` also takes an object, which may lower the level of one finding (server.js,
 * makeReportViolationFun, 1.21.0); its type says string only. `tests/policies/server.test.ts` holds it to that.
 */
function emit(report: ReportViolation, diagnostic: Diagnostic): void {
  report(diagnostic as unknown as string, diagnostic.urn);
}
