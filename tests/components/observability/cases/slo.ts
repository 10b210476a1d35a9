import { type CasesByAlert } from "../support/promtool";

const apiserver = (code: string) => `apiserver_request_total{job="apiserver",code="${code}"}`;
const series = `namespace="production",job="api",pod="api-1"`;
const answered = (code: string) =>
  `http_server_request_duration_seconds_count{${series},http_response_status_code="${code}"}`;
const within = (le: string) => `http_server_request_duration_seconds_bucket{${series},le="${le}"}`;

/**
 * The windows of the alerts, and the interval that their cases count in: five or more in the shorter one of each pair (5 m,
 * 30 m, 2 h, 6 h). Days of samples a minute take promtool minutes.
 */
export const windows = { "1h": "1m", "6h": "5m", "1d": "15m", "3d": "30m" };

/** A counter with one rate for some intervals, then another. */
const rates = (...parts: [each: number, intervals: number][]) => {
  let start = 0;
  return parts
    .map(([each, intervals]) => {
      const text = `${start}+${each}x${intervals - 1}`;
      start += each * intervals;
      return text;
    })
    .join(" ");
};

/** Requests and failures an interval; the share of failures, in ten thousandths, differs by period. */
const shares = (
  bad: (share: string) => string,
  good: string,
  ...parts: [tenThousandths: number, intervals: number][]
) => ({
  [good]: rates(...parts.map(([share, count]): [number, number] => [10_000 - share, count])),
  [bad("")]: rates(...parts.map(([share, count]): [number, number] => [share, count])),
});

/** The same four alerts for 99.9 %: a budget of 10 in ten thousand. */
function availability(name: string, ok: string, error: string): CasesByAlert {
  const of = (...parts: [number, number][]) => shares(() => error, ok, ...parts);
  return {
    // 14.4 times the budget is 144 in ten thousand.
    [`${name}{window="1h"}`]: {
      fires: [
        [of([200, 120]), "1h30m"],
        [of([0, 120], [2000, 60]), "2h30m"],
      ],
      silent: [
        [of([140, 180]), "2h"],
        [of([2000, 15], [0, 180]), "1h5m"], // it is over: the short window is quiet
      ],
    },
    [`${name}{window="6h"}`]: {
      fires: [
        [of([70, 96]), "7h"],
        [of([0, 72], [500, 24]), "7h30m"],
      ],
      silent: [
        [of([55, 120]), "8h"],
        [of([500, 12], [0, 84]), "3h"],
      ],
    },
    [`${name}{window="1d"}`]: {
      fires: [
        [of([35, 133]), "26h"],
        [of([0, 96], [100, 48]), "34h"],
      ],
      silent: [
        [of([25, 133]), "30h"],
        [of([300, 12], [0, 100]), "10h"],
      ],
    },
    [`${name}{window="3d"}`]: {
      fires: [
        [of([12, 167]), "76h"],
        [of([0, 144], [40, 72]), "100h"],
      ],
      silent: [
        [of([8, 167]), "80h"],
        [of([100, 6], [0, 50]), "20h"],
      ],
    },
  };
}

/** The four for p99 within 200 ms: a budget of 100 in ten thousand. `parts` are slow requests, in ten thousandths. */
function latency(): CasesByAlert {
  const of = (...parts: [number, number][]) => {
    const all = parts.map(([, count]): [number, number] => [10_000, count]);
    const fast = parts.map(([slow, count]): [number, number] => [10_000 - slow, count]);
    return {
      [within("0.1")]: rates(...fast),
      [within("0.2")]: rates(...fast),
      [within("1")]: rates(...all),
      [within("+Inf")]: rates(...all),
    };
  };
  return {
    'LatencyBurn{window="1h"}': {
      fires: [
        [of([1600, 120]), "1h30m"],
        [of([10_000, 120]), "1h30m"],
      ],
      silent: [
        [of([1300, 180]), "2h"],
        [of([9000, 15], [0, 180]), "1h5m"],
      ],
    },
    'LatencyBurn{window="6h"}': {
      fires: [
        [of([700, 96]), "7h"],
        [of([0, 72], [5000, 24]), "7h30m"],
      ],
      silent: [
        [of([500, 120]), "8h"],
        [of([5000, 12], [0, 84]), "3h"],
      ],
    },
    'LatencyBurn{window="1d"}': {
      fires: [
        [of([350, 133]), "26h"],
        [of([0, 96], [1000, 48]), "34h"],
      ],
      silent: [
        [of([250, 133]), "30h"],
        [of([3000, 12], [0, 100]), "10h"],
      ],
    },
    'LatencyBurn{window="3d"}': {
      fires: [
        [of([120, 167]), "76h"],
        [of([0, 144], [400, 72]), "100h"],
      ],
      silent: [
        [of([80, 167]), "80h"], // 0.8 % are slow: the objective is met
        [of([1000, 6], [0, 50]), "20h"],
      ],
    },
  };
}

export const platformObjectiveCases = availability("ClusterAvailabilityBurn", apiserver("200"), apiserver("500"));

export const serviceObjectiveCases = {
  ...availability("AvailabilityBurn", answered("200"), answered("503")),
  ...latency(),
};

export const requestCases: CasesByAlert = {
  RequestLatencyHigh: {
    fires: [
      [{ [within("1")]: "0+90x60", [within("2.5")]: "0+100x60", [within("+Inf")]: "0+100x60" }, "15m"],
      [{ [within("1")]: "0x60", [within("2.5")]: "0+1x60", [within("+Inf")]: "0+1x60" }, "15m"],
    ],
    silent: [
      // Above the objective of 200 ms and below 1 s: the burn of the objective tells of that.
      [{ [within("0.2")]: "0x60", [within("1")]: "0+100x60", [within("+Inf")]: "0+100x60" }, "1h"],
      [{ [within("1")]: "5x60", [within("+Inf")]: "9x60" }, "1h"], // nobody asks
    ],
  },
  RequestErrorsHigh: {
    fires: [
      [{ [answered("200")]: "0+94x60", [answered("500")]: "0+6x60" }, "20m"],
      [{ [answered("502")]: "0+1x60" }, "20m"],
    ],
    silent: [
      [{ [answered("200")]: "0+96x60", [answered("500")]: "0+4x60" }, "1h"],
      [{ [answered("200")]: "0+1x60", [answered("404")]: "0+99x60" }, "1h"],
    ],
  },
};
