import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";
import { missing } from "./support/text";

/** Seconds in which a pod starts (VC-98). */
const start = 60;

/** What runs the services of several copies, and how many there are at the fewest and at the most. */
const services: (readonly [type: string, name: string, fewest: number, most: number])[] = [
  [kube.rollout, "api-service", 3, 10],
  [kube.deployment, "frontend-service", 3, 4],
  [kube.rollout, "admin-service", 3, 4],
  [kube.deployment, "worker", 2, 10],
];

describe("the video creator platform: delivery, backups, cost and targets", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pool } = ask;
  const backups = () => of("aws:backup/plan:Plan")["rules"] as Json[];
  const lines = (about: string) => ask.cost.items.filter(({ what }) => what.startsWith(about));
  const monthly = (...parts: string[]) =>
    parts.flatMap((part) => lines(part)).reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);

  /** Seconds in which a version replaces another of so many pods, without the pauses that watch it. */
  const replaced = (type: string, name: string, pods: number) => {
    const { strategy, minReadySeconds } = spec(type, name);
    const each = start + (minReadySeconds as number);
    // A rollout that has its version already scales it up at once; the other colour of blue-green runs for an hour yet.
    if (type === kube.rollout) return each;
    const share = (value: number | string, round: (figure: number) => number) =>
      typeof value === "number" ? value : round((Number.parseInt(value) / 100) * pods);
    const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
    const atOnce = Math.max(1, share(maxSurge, Math.ceil) + share(maxUnavailable, Math.floor));
    return Math.ceil(pods / atOnce) * each;
  };
  const slowest = (type: string, name: string, fewest: number, most: number) =>
    Math.max(...Array.from({ length: most - fewest + 1 }, (_, index) => replaced(type, name, fewest + index)));

  ask.succeeded(
    "VC-80 blue-green: the new version beside the old one, moved over by a person, the old one ready for 1 hour",
    "a gateway's route reaches the service's own namespace; both colours are there, after a run of the staging stack (VC-N8)",
    () => {
      const { strategy } = spec(kube.rollout, "admin-service");
      expect(strategy.blueGreen).to.include({
        activeService: "admin-service",
        previewService: "admin-service-preview",
        autoPromotionEnabled: false,
        scaleDownDelaySeconds: 3600,
      });
      const parts = [
        "keepOldSeconds: 3600",
        "kubectl port-forward service/api-gateway-preview 8080:8080 -n production",
        "kubectl argo rollouts promote api-gateway -n production",
        /staging by itself; production waits for the reviewers/,
      ];
      expect(missing(ask.file("docs/releases.md"), ...parts)).to.deep.equal([]);
    },
  );
  ask.met("VC-81 a canary begins at 10 %, goes on to 50 % and to all, and is taken back when errors rise", () => {
    const { steps, analysis } = spec(kube.rollout, "api-service")["strategy"].canary;
    expect(steps).to.deep.equal([
      { setWeight: 10 },
      { pause: { duration: "3m" } },
      { setWeight: 50 },
      { pause: { duration: "3m" } },
    ]);
    expect(analysis.templates).to.deep.equal([{ templateName: "api-service-rollout" }]);
    const { metrics } = spec("kubernetes:argoproj.io/v1alpha1:AnalysisTemplate", "api-service-analysis");
    const [errors] = metrics.filter(({ name }: Json) => name === "error-rate");
    expect(errors?.failureCondition).to.equal("len(result) > 0 && result[0] > 0.01");
    expect(ask.file("docs/releases.md")).to.contain("kubectl argo rollouts get rollout api -n production --watch");
  });
  ask.met(
    "VC-82 back to the version before: by kubectl, by helm for the releases that it knows, and in the YAML",
    () => {
      const parts = [
        "kubectl rollout undo deployment/frontend -n production",
        "kubectl argo rollouts undo api -n production",
        "helm rollback argo-cd 3 -n argocd",
        /git revert COMMIT\s+pulumi up --stack production/,
      ];
      expect(missing(ask.file("docs/releases.md"), ...parts)).to.deep.equal([]);
    },
  );
  ask.met("VC-83 back to the version before in less than 5 minutes, whatever the number of pods", () => {
    expect(spec(kube.rollout, "api-service")["rollbackWindow"]).to.deep.equal({ revisions: 5 });
    for (const service of services) expect(slowest(...service), service[1]).to.be.within(70, 299);
  });
  ask.met("VC-99 a deployment takes less than 10 minutes, or is told of as failed", () => {
    const { strategy, minReadySeconds, progressDeadlineSeconds } = spec(kube.rollout, "api-service");
    const steps = strategy.canary.steps as Json[];
    const pauses = steps.map(({ pause }) => Number.parseInt((pause?.duration ?? "0m") as string) * 60);
    const weights = steps.filter(({ setWeight }) => setWeight !== undefined).length + 1;
    const canary = pauses.reduce((sum, one) => sum + one) + weights * (start + minReadySeconds);
    expect(canary).to.be.within(500, 599);
    for (const service of services) expect(slowest(...service), service[1]).to.be.within(70, 599);
    expect(progressDeadlineSeconds).to.equal(600);
    expect([ask.exprs("RolloutFailed"), ask.exprs("DeploymentFailed")]).to.deep.equal([
      ['max by (exported_namespace, name) (rollout_info{phase="Degraded"}) == 1'],
      [
        'max by (namespace, deployment) (kube_deployment_status_condition{condition="Progressing",status="false"}) == 1',
      ],
    ]);
  });

  ask.met("VC-84 the database is backed up by AWS Backup every day at 02:00 UTC", () => {
    const [{ schedule, scheduleExpressionTimezone } = {} as Json] = backups();
    expect([schedule, scheduleExpressionTimezone]).to.deep.equal(["cron(0 2 * * ? *)", "Etc/UTC"]);
    expect(of("aws:backup/selection:Selection")["resources"]).to.include("arn:aws:ec2:*:*:volume/*");
    const { volumeClaimTemplates } = spec("kubernetes:apps/v1:StatefulSet", "databases-postgres");
    expect(volumeClaimTemplates[0].spec.storageClassName).to.equal("gp3");
    expect(of(kube.class, "storage-gp3")["parameters"]).to.include({ tagSpecification_1: "backup=vault" });
  });
  ask.met("VC-85 backups are kept for 30 days, here and in the copy", () => {
    for (const { lifecycle, copyActions } of backups())
      expect([lifecycle, copyActions[0].lifecycle]).to.deep.equal([{ deleteAfter: 30 }, { deleteAfter: 30 }]);
  });
  ask.met("VC-86 backups are copied to us-west-2", () => {
    for (const { copyActions } of backups())
      expect(copyActions.map((one: Json) => one["destinationVaultArn"] as string)).to.deep.equal([
        "arn:aws:backup:us-west-2:123456789012:backup-vault:video-creator",
      ]);
    expect(of("aws:backup/vault:Vault", "backups-vault-us-west-2")["region"]).to.equal("us-west-2");
  });
  ask.met("VC-87 EBS volumes of every class have a snapshot each day, and a second one", () => {
    expect(of("aws:backup/selection:Selection")["resources"]).to.include("arn:aws:ec2:*:*:volume/*");
    for (const name of ["gp3", "io2"])
      expect(of(kube.class, `storage-${name}`)["parameters"], name).to.include({ tagSpecification_1: "backup=vault" });
    expect(backups().map(({ schedule }) => schedule as string)).to.deep.equal([
      "cron(0 2 * * ? *)",
      "cron(0 14 * * ? *)",
    ]);
  });
  ask.succeeded(
    "VC-88 old dumps of the database go to S3 Glacier after 30 days",
    "AWS Backup keeps 90 days at least in cold storage, so 30 days of its own have none; the dumps are archived (VC-N13)",
    () => {
      const [archive] = of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "buckets-dumps")[
        "rules"
      ] as Json[];
      expect(archive?.["status"]).to.equal("Enabled");
      expect(archive?.["transitions"]).to.deep.equal([{ days: 30, storageClass: "GLACIER" }]);
      const { jobTemplate } = spec("kubernetes:batch/v1:CronJob", "databases-postgres-dumps");
      const [{ env }] = jobTemplate.spec.template.spec.containers;
      expect(env).to.deep.include({ name: "BUCKET", value: "video-creator-dumps-123456789012" });
    },
  );
  ask.met("VC-89 every store is back within an hour", () => {
    expect(ask.recovery.rtoSeconds).to.equal(3600);
    for (const { path, restoreSeconds, exempt } of ask.recovery.stores)
      if (exempt === null) expect(restoreSeconds, path).to.be.within(1, 3600);
  });
  ask.met("VC-90 no store loses more than 24 hours, which a second backup a day makes true (VC-N14)", () => {
    expect(ask.recovery.rpoSeconds).to.equal(86_400);
    for (const { path, lossSeconds, exempt } of ask.recovery.stores)
      if (exempt === null) expect(lossSeconds, path).to.be.within(0, 86_400);
  });

  ask.succeeded(
    "VC-91 the nodes of the platform's own components are on demand",
    "AWS runs the control plane, whose nodes nobody chooses (VC-N6)",
    () => {
      expect(pool("system")["capacityType"]).to.equal("ON_DEMAND");
      expect(pool("system")["taints"]).to.deep.equal([
        { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" },
      ]);
    },
  );
  ask.succeeded(
    "VC-92 video processing is on spot, at 80 % off; the other workers are on demand",
    "spot for all of them would take the only PostgreSQL along (VC-N10)",
    () => {
      expect([pool("compute")["capacityType"], pool("general")["capacityType"]]).to.deep.equal(["SPOT", "ON_DEMAND"]);
      expect(ask.config.cost.spotDiscount).to.equal(0.8);
      expect(lines("nodes of compute")[0]?.basis).to.contain("assumed 80 % off");
    },
  );
  ask.met("VC-93 what stays all year is committed to, at an assumed 40 %, by what AWS recommends", () => {
    const parts = [
      "at an assumed 40 %",
      "npm run cost -- production --what-if",
      "aws ce get-savings-plans-purchase-recommendation",
    ];
    expect(missing(ask.file("docs/right-sizing.md"), ...parts)).to.deep.equal([]);
  });
  ask.met("VC-94 requests are set from what a week used", () => {
    const parts = [
      "kubectl top pods -n production --containers",
      "quantile_over_time(0.95, sum by (pod) (rate(container_cpu_usage_seconds_total",
      "max_over_time(container_memory_working_set_bytes",
    ];
    expect(missing(ask.file("docs/right-sizing.md"), ...parts)).to.deep.equal([]);
  });
  ask.met("VC-95 from 22 to 6 o'clock UTC the compute pool may be empty", () => {
    const at = (name: string) => {
      const { recurrence, timeZone, minSize } = of("aws:autoscaling/schedule:Schedule", `node-pools-compute-${name}`);
      return [recurrence, timeZone, minSize] as unknown[];
    };
    expect([at("shrink"), at("grow")]).to.deep.equal([
      ["0 22 * * *", "UTC", 0],
      ["0 6 * * *", "UTC", 1],
    ]);
  });
  ask.succeeded(
    "VC-96 control plane $73, three workers about $150, load balancer about $20, transfer about $50, volumes $54; together about $340",
    "its 100 GB leave out the disks of the nodes, and its one load balancer the public addresses (VC-N7)",
    () => {
      expect(monthly("EKS control plane")).to.equal(73);
      expect(monthly("nodes of general", "nodes of compute", "nodes of memory")).to.be.closeTo(150, 10);
      expect(monthly("network load balancer of gateway public", "capacity units of gateway public")).to.be.closeTo(
        20,
        2,
      );
      expect(monthly("traffic out to the internet")).to.be.closeTo(50, 1);
      expect(monthly("volumes of")).to.be.closeTo(10, 6);
      expect(monthly("root volumes of nodes")).to.be.closeTo(38, 2);
    },
  );
  ask.succeeded(
    "VC-102 what VC-96 counts stays below $500; the whole is held below $950, by the preview and a budget of AWS",
    "the estimate leaves out NAT gateways, the platform's own nodes and public addresses (VC-N7)",
    () => {
      const counted = ["EKS control plane", "nodes of general", "nodes of compute", "nodes of memory", "volumes of"];
      const total = monthly(...counted, "root volumes", "network load balancer", "capacity units", "traffic out");
      expect(total).to.be.within(300, 499);
      expect(ask.cost.ceilingMonthlyUsd).to.equal(950);
      expect(ask.cost.monthlyUsd).to.be.within(800, 950);
      const { limitAmount, limitUnit, timeUnit } = of("aws:budgets/budget:Budget");
      expect([limitAmount, limitUnit, timeUnit]).to.deep.equal(["950", "USD", "MONTHLY"]);
    },
  );
});
