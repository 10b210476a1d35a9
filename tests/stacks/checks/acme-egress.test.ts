import { expect } from "chai";
import { problemsAfter } from "./stack-problems";

const everywhere = (protocol: string, fromPort: number) => ({ cidr: "0.0.0.0/0", protocol, fromPort });
const after = (...nodeEgress: object[]) => problemsAfter(({ network }) => (network.nodeEgress = nodeEgress));

describe("what nodes may reach, and certificates of a public authority", () => {
  it("says that nobody could prove a name by DNS", () => {
    const problems = after(everywhere("tcp", 443), everywhere("tcp", 53), everywhere("tcp", 80));
    expect(problems).to.deep.equal([
      {
        path: "network.nodeEgress",
        why: "lets no UDP 53 out to 0.0.0.0/0: cert-manager asks a zone's own name servers before the authority does, and no certificate would be issued",
        set: "{ cidr: 0.0.0.0/0, protocol: udp, fromPort: 53 } beside the others",
      },
    ]);
  });

  it("is content with a range of ports and with everything", () => {
    expect(after({ ...everywhere("tcp", 1), toPort: 65535 }, everywhere("udp", 53))).to.deep.equal([]);
    expect(after({ cidr: "0.0.0.0/0", protocol: "all" })).to.deep.equal([]);
  });
});
