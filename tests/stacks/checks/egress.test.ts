import { expect } from "chai";
import { checkEgress, type EgressView } from "../../../stacks/checks/egress";

const enough = ["s3", "ecr.api", "ecr.dkr", "ec2", "eks", "eks-auth", "sts"];

/** A stack without NAT that has all it needs. */
function isolated(network: Partial<EgressView["network"]> = {}, rest: Partial<EgressView> = {}): EgressView {
  return {
    aws: { region: "us-east-1" },
    network: { nat: "none", endpoints: enough, zones: ["us-east-1a", "us-east-1b"], ...network },
    images: { registry: "123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror" },
    ...rest,
  };
}

const problems = (view: EgressView) => checkEgress(view).problems ?? [];

describe("egress of the network", () => {
  it("lets a stack without NAT be that has endpoints and a mirror", () => {
    expect(problems(isolated())).to.deep.equal([]);
  });

  it("names each endpoint that is missing, what it is for, and the whole list to set", () => {
    expect(problems(isolated({ endpoints: ["s3", "ecr.api", "ecr.dkr", "ec2", "eks"] }))).to.deep.equal([
      {
        path: "network.endpoints",
        given: '["s3","ecr.api","ecr.dkr","ec2","eks"]',
        why:
          "lacks what a cluster without NAT needs: eks-auth (pods get their AWS credentials from the EKS Auth API); " +
          "sts (AWS identities are exchanged and checked at STS)",
        set: "[s3, ecr.api, ecr.dkr, ec2, eks, eks-auth, sts], or network.nat: one",
      },
    ]);
  });

  it("knows an endpoint by its full name too", () => {
    const endpoints = enough.map((name) => `com.amazonaws.us-east-1.${name}`);
    expect(problems(isolated({ endpoints }))).to.deep.equal([]);
  });

  it("asks for the registry that mirrors all images", () => {
    expect(problems(isolated({}, { images: {} }))).to.deep.equal([
      {
        path: "images.registry",
        why: "is missing, and without NAT nodes reach no public registry",
        set: "the registry that mirrors all images, e.g. an ECR pull-through cache: <account>.dkr.ecr.us-east-1.amazonaws.com/<prefix>",
      },
    ]);
  });

  for (const [what, rest, name] of [
    ["gateways", { gateways: { public: {} } }, "elasticloadbalancing"],
    ["the load balancer controller", { addons: { "aws-load-balancer-controller": {} } }, "elasticloadbalancing"],
    ["logs in CloudWatch", { observability: { logs: { cloudwatch: {} } } }, "logs"],
    ["the cluster autoscaler", { addons: { "cluster-autoscaler": {} } }, "autoscaling"],
  ] as [string, Partial<EgressView>, string][]) {
    it(`asks for ${name} where there are ${what}`, () => {
      const [problem, ...others] = problems(isolated({}, rest));
      expect(others).to.deep.equal([]);
      expect(problem?.why).to.match(new RegExp(`: ${name} `));
      expect(problems(isolated({ endpoints: [...enough, name] }, rest))).to.deep.equal([]);
    });
  }

  it("refuses external-dns, which only the internet can serve", () => {
    expect(problems(isolated({}, { addons: { "external-dns": {} } }))).to.deep.equal([
      {
        path: "addons.external-dns",
        why: "can't work without NAT: Route 53 has no VPC endpoint",
        set: "network.nat: one, or no such add-on",
      },
    ]);
  });

  it("asks nothing of a stack with NAT, or with a VPC whose routes it does not know", () => {
    expect(problems(isolated({ nat: "one", endpoints: [] }, { images: {} }))).to.deep.equal([]);
    expect(problems(isolated({ existing: {}, endpoints: [] }, { images: {} }))).to.deep.equal([]);
  });

  it("refuses zones of another region", () => {
    expect(problems(isolated({ zones: ["us-east-1a", "us-west-2b"] }))).to.deep.equal([
      {
        path: "network.zones[1]",
        given: '"us-west-2b"',
        why: "is no zone of us-east-1, the region of the stack (aws.region)",
        set: "a zone such as us-east-1a, or aws.region: us-west-2",
      },
    ]);
  });
});
