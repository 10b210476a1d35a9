import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseStack } from "../../stacks/config";
import { recoveryOf } from "../../stacks/recovery/objectives";
import { vaultAlarms } from "../../components/backup/notices";
import { platformContext } from "../support/builders";
import { stackConfig } from "../support/stack-config";
import { backups } from "../components/backup/builders";

const folder = join(__dirname, "..", "..", "docs", "runbooks");
const page = (name: string) => readFileSync(join(folder, `${name}.md`), "utf8");

/** What the requirements want written down, by the page that says it. */
const commands: Record<string, Record<string, string[]>> = {
  operations: {
    "KP-66": ["kubectl drain NODE --ignore-daemonsets --delete-emptydir-data"],
    "KP-67": ["kubectl cordon NODE", "kubectl uncordon NODE"],
    "KP-68": ["kubectl get nodes", "kubectl get pods --all-namespaces"],
    "KP-69": ["kubectl top nodes", "kubectl top pods"],
    "KP-70": ["kubectl describe pod POD", "kubectl logs POD -n NS -c CONTAINER"],
    "KP-71": ["nslookup SERVICE", "http://SERVICE:PORT/"],
    "KP-72": ["pod stuck in Pending", "kubectl describe node NODE"],
    "KP-73": ["service unreachable", "endpoint slices", "kubectl get networkpolicy"],
    "KP-74": ["OOMKilled", "limits.memory"],
    "KP-75": ["slow start", "probes.startup"],
    "MP-72": ["kubectl describe pod POD -n NS", "kubectl logs POD -n NS"],
    "MP-73": ["istioctl proxy-status", "istioctl proxy-config cluster POD"],
    "MP-74": ["kubectl describe hpa SERVICE -n NS", "kubectl top pods -n NS"],
    "MP-75": ["istioctl analyze -n NS", "kubectl get destinationrules -n NS -o yaml", "kubectl get endpointslices"],
    "MP-76": ["kubectl rollout status deployment/SERVICE -n NS", "kubectl get events -n NS --sort-by='.lastTimestamp'"],
    "MP-77": ["1. This guide", "2. Logs and events", "3. The platform team", "4. An issue in this repository"],
  },
  "restore-volume": { "VC-87": ["aws ec2 create-volume --snapshot-id"], "VC-86": ["add `--region`"] },
  "restore-database": { "VC-84": ["restore-db-instance-to-point-in-time", "restore-volume.md"] },
  "restore-namespace": { "KP-58": ["velero restore create --from-backup"], "VC-88": ["aws s3api restore-object"] },
  "restore-cluster": { "SS-75": ["Everything is in this repository"], "SS-79": ["etcd is EKS's own"] },
  failover: { "KP-60": ["`role: active` in `Pulumi.standby.yaml`"], "KP-61": ["(default: 5 minutes)"] },
  "sealed-secrets-keys": { "SS-78": ["--from-schedule sealed-secrets-keys", "no copy of the keys is left"] },
  drills: { "SS-80": ["recovery.measured"], "SS-85": ["aws backup list-restore-jobs"] },
};

describe("runbooks", () => {
  for (const [name, claims] of Object.entries(commands)) {
    it(`${Object.keys(claims).join(", ")}: docs/runbooks/${name}.md says it`, () => {
      const text = page(name);
      for (const [id, texts] of Object.entries(claims)) {
        for (const part of texts) expect(text, id).to.contain(part);
      }
    });
  }

  it("SS-80: the recovery of every store has a page, and every page that restores has a drill and an expected time", () => {
    const stores = recoveryOf(parseStack("production", stackConfig()).config).stores;
    for (const { path, runbook } of stores) expect(existsSync(join(folder, `${runbook}.md`)), path).to.equal(true);
    for (const name of [...readdirSync(folder).filter((file) => file.startsWith("restore-")), "failover.md"]) {
      expect(page("drills"), name).to.contain(name);
      expect(page(name.replace(".md", "")), name).to.contain("Expected: ");
    }
  });

  it("SS-80: what an alarm of the backups names is a section of its page", () => {
    for (const { alarmDescription } of Object.values(vaultAlarms(platformContext(), backups()))) {
      const [, file = "", section = ""] = /docs\/runbooks\/([a-z-]+)\.md, (\w+)/.exec(alarmDescription as string) ?? [];
      expect(page(file)).to.contain(`## ${section}`);
    }
  });

  it("pages name only pages that there are", () => {
    for (const name of Object.keys(commands)) {
      const named = [...page(name).matchAll(/(?<![/\w])([a-z][a-z-]+)\.md\b/g)].map(([, other]) => other ?? "");
      for (const other of named)
        expect(existsSync(join(folder, `${other}.md`)), `${name} names ${other}`).to.equal(true);
    }
  });
});
