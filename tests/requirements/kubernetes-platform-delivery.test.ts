import { expect } from "./support/mutations";
import { row } from "./support/pages";
import { type Json, kube, Platform } from "./support/platform";

const host = (name: string) => `${name}.production.svc.cluster.local`;

describe("examples/kubernetes-platform: mesh, delivery and recovery", () => {
  const platform = new Platform("kubernetes-platform");
  const { of, spec } = platform;

  const canary = () => spec(kube.rollout, "api-gateway")["strategy"].canary as Json;
  const http = (name: string) =>
    (spec(kube.virtualService, "api-gateway")["http"] as Json[]).find((one) => one["name"] === name);

  platform.succeeded(
    "KP-32 Istio: mesh1 on network1, its cluster called production, 200m and 256Mi for the pilot",
    "the operator is gone from Istio; its charts take the same values",
    () => {
      const { global, resources } = platform.values("addons-istiod");
      expect([global.meshID, global.network]).to.deep.equal(["mesh1", "network1"]);
      expect(global.multiCluster.clusterName).to.equal("production");
      expect(resources.requests).to.deep.equal({ cpu: "200m", memory: "256Mi" });
    },
  );

  platform.succeeded(
    "KP-33 with the header canary: true 100 % of a caller's requests go to the new version, of the others a share",
    "the share is the canary's, from 5 to 100 %, through the 90 to 10 (KP-N7)",
    () => {
      expect(spec(kube.virtualService, "api-gateway")["hosts"]).to.deep.equal([host("api-gateway")]);
      expect(http("header")?.["match"]).to.deep.equal([{ headers: { canary: { exact: "true" } } }]);
      expect(http("header")?.["route"]).to.deep.equal([
        { destination: { host: host("api-gateway-canary") }, weight: 100 },
      ]);
      expect(http("all")?.["route"]).to.deep.equal([
        { destination: { host: host("api-gateway") }, weight: 100 },
        { destination: { host: host("api-gateway-canary") }, weight: 0 },
      ]);
      const { virtualService } = canary()["trafficRouting"].istio;
      expect(virtualService).to.deep.equal({ name: "api-gateway", routes: ["all"] });
    },
  );

  platform.succeeded(
    "KP-34 the old and the new version have a DestinationRule each",
    "the versions are two Services in place of two subsets (KP-N7)",
    () => {
      for (const [name, of] of Object.entries({
        "api-gateway": "api-gateway",
        "api-gateway-new-version": "api-gateway-canary",
      })) {
        const rule = spec(kube.destinationRule, name);
        expect(rule["host"], name).to.equal(host(of));
        expect(rule["trafficPolicy"].tls.mode, name).to.equal("ISTIO_MUTUAL");
      }
      expect([canary()["stableService"], canary()["canaryService"]]).to.deep.equal([
        "api-gateway",
        "api-gateway-canary",
      ]);
    },
  );

  platform.met("KP-35 PeerAuthentication default in production: STRICT", () => {
    const { metadata, spec: peers } = of(kube.peers, "addons-istiod-peerauthentication-production-default");
    expect([metadata.name, metadata.namespace]).to.deep.equal(["default", "production"]);
    expect(peers).to.deep.equal({ mtls: { mode: "STRICT" } });
  });

  platform.succeeded(
    "KP-36 the frontend may GET and POST at api-gateway",
    "who and what stand in one rule, else either would do (KP-N5); its account is called frontend",
    () => {
      const { metadata, spec: authorization } = of(kube.authorization, "api-gateway");
      expect(metadata.namespace).to.equal("production");
      expect(authorization.selector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": "api-gateway" });
      const own = authorization.rules.filter(({ from }: Json) => JSON.stringify(from).includes("frontend"));
      expect(own).to.deep.equal([
        {
          from: [{ source: { principals: ["cluster.local/ns/production/sa/frontend"] } }],
          to: [{ operation: { ports: ["8080"], methods: ["GET", "POST"] } }],
        },
      ]);
    },
  );

  const blueGreen = {
    "KP-52": [
      "kubectl apply -f deployment-green.yaml",
      "the new tag, and `pulumi up --stack production`",
      "green comes up by the new tag",
    ],
    "KP-53": [
      "kubectl port-forward service/api-gateway-green 8080:8080",
      "`kubectl port-forward service/api-gateway-preview 8080:8080 -n production`",
      "green is tested at 8080, by the Service of the preview",
    ],
    "KP-54": [
      `kubectl patch service api-gateway -p '{"spec":{"selector":{"version":"green"}}}'`,
      "`kubectl argo rollouts promote api-gateway -n production`",
      "the requests are switched by a promotion",
    ],
    "KP-55": [
      "kubectl delete deployment api-gateway-blue",
      "by itself after `keepOldSeconds`: 3600 keeps it ready for an hour",
      "blue goes by itself",
    ],
  };
  for (const [id, [was = "", now = "", title = ""]] of Object.entries(blueGreen))
    platform.succeeded(
      `${id} ${title}`,
      "Argo Rollouts makes both colours; the page has the old command beside it",
      () => {
        expect(row(platform.file("docs/releases.md"), was).slice(1)).to.deep.equal([`\`${was}\``, now]);
      },
    );

  platform.succeeded(
    "KP-56 the Rollout api-gateway with api-gateway-canary, over the VirtualService api-gateway",
    "the HPA decides the number in place of 10, from 3 to 50 (KP-N7); the stable Service has the service's name",
    () => {
      expect(canary()).to.include({ canaryService: "api-gateway-canary", stableService: "api-gateway" });
      const { virtualService } = canary()["trafficRouting"].istio;
      expect(virtualService.name).to.equal("api-gateway");
      expect(of(kube.virtualService, "api-gateway")["metadata"].name).to.equal("api-gateway");
      expect(spec(kube.hpa, "api-gateway")["scaleTargetRef"]).to.deep.equal({
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Rollout",
        name: "api-gateway",
      });
    },
  );

  platform.met("KP-57 5 %, 2m, 20 %, 5m, 50 %, 10m, 100 %", () => {
    expect(canary()["steps"]).to.deep.equal([
      { setWeight: 5 },
      { pause: { duration: "2m" } },
      { setWeight: 20 },
      { pause: { duration: "5m" } },
      { setWeight: 50 },
      { pause: { duration: "10m" } },
      { setWeight: 100 },
    ]);
  });

  platform.succeeded(
    "KP-58 daily-backup: production and staging at 02:00 into aws-s3, kept 720h0m0s, volumes as EBS snapshots",
    "a Backup has no schedule, a Schedule has (KP-N9); snapshots are made by the CSI driver of EBS",
    () => {
      const { metadata, spec: schedule } = of(kube.schedule);
      expect([metadata.name, schedule.schedule]).to.deep.equal(["daily-backup", "0 2 * * *"]);
      expect([schedule.template.storageLocation, schedule.template.ttl]).to.deep.equal(["aws-s3", "720h0m0s"]);
      expect(schedule.template.includedNamespaces).to.deep.equal(["production", "staging"]);
      expect(platform.values("addons-velero")["configuration"].features).to.equal("EnableCSI");
      const { driver, metadata: own } = of("kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass");
      expect([driver, own.labels["velero.io/csi-volumesnapshot-class"]]).to.deep.equal(["ebs.csi.aws.com", "true"]);
    },
  );

  platform.met("KP-59 active in us-east-1, with a health check that moves the records when it fails", () => {
    const { role, aws } = platform.config;
    expect([role, aws.region]).to.deep.equal(["active", "us-east-1"]);
    expect(of("aws:route53/healthCheck:HealthCheck")).to.include({ type: "HTTPS", resourcePath: "/health" });
  });

  platform.met("KP-60 standby in us-west-2, to which images, the database's log and backups are replicated", () => {
    expect(platform.config.failover?.peer).to.include({ cluster: "standby", region: "us-west-2" });
    const { replicationConfiguration } = of("aws:ecr/replicationConfiguration:ReplicationConfiguration");
    expect(replicationConfiguration.rules[0].destinations[0].region).to.equal("us-west-2");
    const [log] = of("aws:s3/bucketReplicationConfig:BucketReplicationConfig")["rules"];
    expect([log.status, log.destination.bucket]).to.deep.equal(["Enabled", "arn:aws:s3:::standby-wal-123456789012"]);
    const [rule] = of("aws:backup/plan:Plan")["rules"];
    expect(rule.copyActions[0].destinationVaultArn).to.match(/^arn:aws:backup:us-west-2:/);
  });

  platform.met("KP-61 an alarm when the copy of the database's log is more than 5m behind", () => {
    expect(platform.config.failover?.lagThreshold).to.equal("5m");
    const alarm = of("aws:cloudwatch/metricAlarm:MetricAlarm", "replication-wal-lag");
    expect(alarm).to.include({ metricName: "ReplicationLatency", comparisonOperator: "GreaterThanThreshold" });
    expect([alarm["threshold"], alarm["period"]]).to.deep.equal([300, 60]);
  });
});
