import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

// The only place that makes the pack: a process can serve one, so everything else is plain data (`rules.ts`).
new PolicyPack("eks-platform", { policies: rules, enforcementLevel: "mandatory" });
