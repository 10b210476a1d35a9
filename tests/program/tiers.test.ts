import { expect } from "chai";
import { previewed } from "../support/previewed";
import { tierNames } from "../../stacks/tiers";

/** A stack that has something of everything, and leaves to its tier whatever it can. */
const plain = (tier: string) => ({
  tier,
  team: "shop",
  costCenter: "cc-100",
  domain: "shop.example.com",
  aws: { region: "us-east-1", accountId: "123456789012" },
  network: { cidr: "10.0.0.0/16", zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
  cluster: {
    name: "shop",
    endpoint: { publicCidrs: ["203.0.113.0/24"] },
    access: { admins: { principalArn: "arn:aws:iam::123456789012:role/admin", role: "platform-admin" } },
  },
  nodePools: {
    system: { instanceTypes: ["m7i.xlarge"], size: { min: 3, desired: 3, max: 4 }, system: true },
    general: { instanceTypes: ["m7i.large"], size: { min: 2, desired: 3, max: 8 } },
  },
  storageClasses: { gp3: { type: "gp3", default: true } },
  namespaces: { shop: {} },
  images: { repositories: { web: {} } },
  databases: { orders: { kind: "rds" } },
  caches: { sessions: {} },
  queues: { jobs: {} },
  buckets: { media: {} },
  secrets: { jwt: { store: "secrets-manager", values: { key: { generate: 64 } } } },
  backups: tier === "production" ? { copyTo: { region: "us-west-2" } } : {},
  services: {
    web: {
      image: { repository: "web", tag: "1.0.0" },
      uses: ["orders", "sessions"],
      produces: ["jobs"],
      buckets: { media: { access: "read-write" } },
      secrets: { jwt: {} },
      routes: [{ host: "www" }],
    },
  },
  gateways: { public: { type: "alb" } },
  dns: { zoneId: "Z0123456789ABCDEFGHIJ" },
  addons: {
    "metrics-server": {},
    "aws-load-balancer-controller": {},
    "cluster-autoscaler": {},
    "external-dns": {},
    "secrets-store-csi-driver": {},
    "secrets-store-csi-driver-provider-aws": {},
  },
  observability: {
    alertmanager: { channels: { ops: { type: "slack", channel: "#shop" } }, otherwise: ["ops"] },
    logs: { cloudwatch: {} },
  },
});

describe("the tiers' own defaults", function () {
  this.timeout(60_000);

  for (const tier of tierNames) {
    it(`${tier}: a stack that says no more than it must violates no mandatory rule of its tier`, async () => {
      const { findings, cost, warnings } = await previewed(tier, plain(tier));
      const mandatory = findings.filter(({ level, kind }) => level === "mandatory" && kind === "violation");
      expect(mandatory.map(({ policy, urn, message }) => [policy, urn, message])).to.deep.equal([]);
      expect(warnings).to.deep.equal([]);
      expect(cost.document.monthlyUsd).to.be.within(300, 2000);
    });
  }
});
