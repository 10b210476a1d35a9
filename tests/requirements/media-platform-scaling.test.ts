import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["api-service", "media-service", "media-processor", "outbox-processor", "data-export"];
const bySqs = "media-processor";

describe("examples/media-platform: scaling, secrets, metrics and backups", () => {
  const platform = new Platform("media-platform");
  const { of, spec, container } = platform;

  const targets = (service: string) =>
    spec(kube.hpa, service)["metrics"].map(
      ({ resource: { name, target } }: Json) => [name, target] as unknown,
    ) as unknown[];
  const behaviors = (): Json[] => [
    ...services.filter((name) => name !== bySqs).map((name) => spec(kube.hpa, name)["behavior"] as Json),
    spec(kube.scaler)["advanced"].horizontalPodAutoscalerConfig.behavior as Json,
  ];
  const utilization = [
    ["cpu", { type: "Utilization", averageUtilization: 70 }],
    ["memory", { type: "Utilization", averageUtilization: 80 }],
  ];
  const users = (path: string) =>
    services.filter((one) =>
      (container(kube.deployment, one)["volumeMounts"] as Json[]).some(({ mountPath }) => mountPath === path),
    );

  platform.succeeded(
    "MP-32 CPU and memory scale every service, the length of the queue the media processor too",
    "KEDA reads SQS, as an HPA can't (MP-N3); it makes the HPA v2 of that one",
    () => {
      const { triggers } = spec(kube.scaler);
      expect(triggers.map(({ type, metadata }: Json) => [type, metadata.value ?? metadata.queueLength])).to.deep.equal([
        ["cpu", "70"],
        ["memory", "80"],
        ["aws-sqs-queue", "5"],
      ]);
      for (const service of services.filter((name) => name !== bySqs))
        expect(targets(service), service).to.deep.equal(utilization);
    },
  );

  platform.met("MP-33 api-service: 70 % of CPU and 80 % of memory", () => {
    expect(targets("api-service")).to.deep.equal(utilization);
  });

  platform.met("MP-34 up by 50 %, and by ten pods a minute at most (MP-N2)", () => {
    for (const behavior of behaviors())
      expect(behavior["scaleUp"]).to.deep.equal({
        selectPolicy: "Min",
        stabilizationWindowSeconds: 0,
        policies: [
          { type: "Pods", value: 10, periodSeconds: 60 },
          { type: "Percent", value: 50, periodSeconds: 60 },
        ],
      });
  });

  platform.met("MP-35 down by 10 %, after five minutes", () => {
    for (const behavior of behaviors())
      expect(behavior["scaleDown"]).to.deep.equal({
        selectPolicy: "Max",
        stabilizationWindowSeconds: 300,
        policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
      });
  });

  platform.met("MP-36 a VPA recommends for api-service, and changes nothing (MP-N6)", () => {
    const { targetRef, updatePolicy } = spec(kube.recommendation);
    expect([targetRef.name, updatePolicy.updateMode]).to.deep.equal(["api-service", "Off"]);
  });

  const inSecretsManager =
    "a file of Secrets Manager, in place of a Kubernetes Secret that everyone with rights on it can read";

  platform.succeeded("MP-54 the database's credentials are files of the services that use it", inSecretsManager, () => {
    expect(users("/mnt/secrets/postgres")).to.deep.equal([
      "api-service",
      "media-service",
      "outbox-processor",
      "data-export",
    ]);
    expect(of("aws:rds/instance:Instance")["manageMasterUserPassword"]).to.equal(true);
  });

  platform.succeeded("MP-55 the signing key of the tokens is a file of api-service alone", inSecretsManager, () => {
    expect(users("/mnt/secrets/jwt")).to.deep.equal(["api-service"]);
    const { provider, parameters } = spec(
      "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
      "api-service-secret-jwt",
    );
    expect(provider).to.equal("aws");
    expect(parameters.objects).to.match(/^- objectName: media-platform-production\/secrets\/jwt\n/);
  });

  platform.succeeded(
    "MP-56 the services have AWS by a role, and no key of AWS in any variable",
    "a role leaves no key that could be lost, as the platform itself recommends (MP-N8)",
    () => {
      for (const service of services) {
        const { namespace, serviceAccount } = of(
          "aws:eks/podIdentityAssociation:PodIdentityAssociation",
          `${service}-identity`,
        );
        expect([namespace, serviceAccount]).to.deep.equal(["production", service]);
        const names = (container(kube.deployment, service)["env"] as { name: string }[]).map(({ name }) => name);
        expect(names, service).not.to.include.members(["AWS_ACCESS_KEY_ID"]);
      }
    },
    [{ name: "AWS_ACCESS_KEY_ID" }],
  );

  platform.met("MP-57 metrics are at /metrics of each service", () => {
    for (const service of services)
      expect(spec(kube.serviceMonitor, `${service}-monitor`)["endpoints"][0].path, service).to.equal("/metrics");
  });

  platform.met(
    "MP-58 rate, errors, P50, P95 and P99 of each service are recorded; its own metrics are kept as they are",
    () => {
      for (const service of services) {
        const [{ rules }] = spec(kube.rules, `observability-rules-service-production-${service}`)["groups"];
        const records = rules.flatMap(({ record }: Json) => (record === undefined ? [] : [record as string]));
        expect(records, service).to.deep.equal([
          "service:requests:rate5m",
          "service:request_errors:ratio_rate5m",
          "service:request_duration_seconds:p50_5m",
          "service:request_duration_seconds:p95_5m",
          "service:request_duration_seconds:p99_5m",
        ]);
        const [endpoint] = spec(kube.serviceMonitor, `${service}-monitor`)["endpoints"];
        expect(endpoint.metricRelabelings, service).to.equal(undefined);
      }
    },
  );

  platform.met("MP-59 a ServiceMonitor for the API, the media service and each worker", () => {
    for (const service of services) {
      const { selector, endpoints } = spec(kube.serviceMonitor, `${service}-monitor`);
      expect(selector.matchLabels, service).to.deep.equal({ "app.kubernetes.io/name": service });
      expect(endpoints[0].port, service).to.equal("metrics");
    }
  });

  platform.met("MP-70 database and Redis are backed up, each daily at 02:00, and kept for 30 days (MP-N10)", () => {
    const { backupRetentionPeriod, tags } = of("aws:rds/instance:Instance");
    expect([backupRetentionPeriod, tags.backup]).to.deep.equal([30, "vault"]);
    const [rule] = of("aws:backup/plan:Plan")["rules"];
    expect([rule.schedule, rule.lifecycle.deleteAfter]).to.deep.equal(["cron(0 2 * * ? *)", 30]);
    const { snapshotRetentionLimit, snapshotWindow } = of("aws:elasticache/replicationGroup:ReplicationGroup");
    expect([snapshotRetentionLimit, snapshotWindow]).to.deep.equal([30, "02:00-03:00"]);
  });

  platform.met("MP-71 the region is one value of the config, and the backups are in a second one as well", () => {
    expect(platform.config.aws.region).to.equal("us-east-1");
    const [rule] = of("aws:backup/plan:Plan")["rules"];
    expect(rule.copyActions[0].destinationVaultArn).to.match(/^arn:aws:backup:us-west-2:/);
  });
});
