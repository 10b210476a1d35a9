import { expect } from "chai";
import {
  type SecurityGroupName,
  type SecurityRuleArgs,
  securityRules,
} from "../../../components/network/security-groups";

function rules(deviation: Partial<SecurityRuleArgs> = {}) {
  return securityRules({
    loadBalancerCidrs: ["10.0.1.0/24"],
    databasePorts: { postgresql: 5432, redis: 6379 },
    nodeEgress: [{ cidr: "0.0.0.0/0", protocol: "all" }],
    ...deviation,
  });
}

/** Rules of a group in short: `tcp 443-443 nodes`. */
function short(group: SecurityGroupName, direction: "ingress" | "egress", deviation: Partial<SecurityRuleArgs> = {}) {
  return rules(deviation)
    .filter((rule) => rule.group === group && rule.direction === direction)
    .map(({ protocol, ports, peer }) =>
      [protocol, ...(ports ? [`${ports[0]}-${ports[1]}`] : []), "cidr" in peer ? peer.cidr : peer.group].join(" "),
    );
}

describe("security rules", () => {
  it("VC-6: the control plane admits 443 from nodes, and nothing else", () => {
    expect(short("control-plane", "ingress")).to.deep.equal(["tcp 443-443 nodes"]);
  });

  it("the control plane calls nodes only", () => {
    expect(short("control-plane", "egress")).to.deep.equal(["tcp 443-443 nodes", "tcp 1025-65535 nodes"]);
  });

  it("VC-7: nodes admit each other, the control plane, and NodePorts from the load balancers' subnets", () => {
    expect(short("nodes", "ingress")).to.deep.equal([
      "all nodes",
      "tcp 443-443 control-plane",
      "tcp 1025-65535 control-plane",
      "tcp 30000-32767 10.0.1.0/24",
      "udp 30000-32767 10.0.1.0/24",
    ]);
  });

  it("VC-8: databases admit PostgreSQL and Redis from nodes, and call no one", () => {
    expect(short("databases", "ingress")).to.deep.equal(["tcp 5432-5432 nodes", "tcp 6379-6379 nodes"]);
    expect(short("databases", "egress")).to.deep.equal([]);
  });

  it("SS-3: the nodes' egress is what the stack lists, beside the platform's own", () => {
    const nodeEgress = [
      { cidr: "0.0.0.0/0", protocol: "tcp" as const, fromPort: 443 },
      { cidr: "192.0.2.0/24", protocol: "udp" as const, fromPort: 5000, toPort: 5010 },
    ];
    expect(short("nodes", "egress", { nodeEgress })).to.deep.equal([
      "all nodes",
      "tcp 443-443 control-plane",
      "tcp 5432-5432 databases",
      "tcp 6379-6379 databases",
      "tcp 443-443 0.0.0.0/0",
      "udp 5000-5010 192.0.2.0/24",
    ]);
  });

  it("no rule admits the internet", () => {
    const open = rules().filter(
      (rule) => rule.direction === "ingress" && "cidr" in rule.peer && rule.peer.cidr === "0.0.0.0/0",
    );
    expect(open).to.deep.equal([]);
  });

  it("every rule that leaves one of our groups for another is admitted there", () => {
    const all = rules();
    const between = all.filter((rule) => "group" in rule.peer);
    for (const rule of between.filter(({ direction }) => direction === "egress")) {
      const answers = between.filter(
        (other) =>
          other.direction === "ingress" &&
          "group" in rule.peer &&
          other.group === rule.peer.group &&
          "group" in other.peer &&
          other.peer.group === rule.group &&
          JSON.stringify(other.ports) === JSON.stringify(rule.ports),
      );
      expect(answers, `${rule.group} ${rule.key}`).to.have.length(1);
    }
  });

  it("keys are unique within a group, and descriptions are text that AWS takes", () => {
    const all = rules({ loadBalancerCidrs: ["10.0.1.0/24", "10.0.2.0/24"] });
    expect(new Set(all.map(({ group, key }) => `${group} ${key}`)).size).to.equal(all.length);
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
    for (const { description } of all) expect(description).to.match(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  });
});
