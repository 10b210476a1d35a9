import { expect } from "chai";
import { problems } from "./builders";

/** One deviation, and the one problem that it makes: path, reason, remedy. */
export type Bad = [claim: string, deviation: Record<string, unknown>, path: string, why: string, set: string];

/** Claims that each deviation makes its problem, and no other. */
export function refused(bad: Bad[]): void {
  for (const [claim, deviation, path, why, set] of bad) {
    it(`refuse ${claim}, at ${path}`, () => {
      const found = problems(deviation).map((problem) => ({ path: problem.path, why: problem.why, set: problem.set }));
      expect(found).to.deep.equal([{ path, why, set }]);
    });
  }
}
