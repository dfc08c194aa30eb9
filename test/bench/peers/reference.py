"""hftbacktest's side of `npm run bench:peers`: the grid market maker over rows in memory, on request.

    python reference.py DATA.npz TICK LOT ROI_LOW ROI_HIGH

Reads lines `DEPTH INTERVAL_NS` (DEPTH: hashmap | roi) from standard input and answers each with one JSON line: how long the
loop took, and what it did. Compilation happens at the first request of each depth, which the caller does not count.
Models: linear, 5 ms + 5 ms constant order latency, PowerProbQueueFunc3 with n = 3, no partial fills.
"""
import json
import resource
import sys
import time

import hftbacktest as h
import numpy as np
from numba import int64, njit

LEVELS, LOTS, POSITION_MAX = 5, 10, 200
GTX, LIMIT = 1, 0
NEW, EXPIRED, FILLED, CANCELED, PARTIAL = 1, 2, 3, 4, 5


@njit
def grid(hbt, tick, lot, interval, live, sides, ticks):
    """Orders 1, 2, 3, ... at the best prices and behind, moved against the position; as users write it."""
    count = 0
    next_id = 1
    hbt.elapse(0)
    while hbt.elapse(interval) == 0:
        orders = hbt.orders(0)
        kept = 0
        for j in range(count):
            order = orders.get(live[j])
            if order is not None and order.status != FILLED and order.status != EXPIRED and order.status != CANCELED:
                live[kept] = live[j]
                kept += 1
        count = kept
        hbt.clear_inactive_orders(0)
        depth = hbt.depth(0)
        bid, ask = depth.best_bid_tick, depth.best_ask_tick
        if bid < -1000000000 or ask > 1000000000 or bid >= ask:
            continue
        position = int64(round(hbt.position(0) / lot))
        lean = position // (2 * LOTS) if position >= 0 else -((-position) // (2 * LOTS))
        top_bid = min((bid + ask) // 2 - lean, bid)
        top_ask = max(-((-(bid + ask)) // 2) - lean, ask)
        bids = asks = 0
        while bids < LEVELS and position + (bids + 1) * LOTS <= POSITION_MAX:
            bids += 1
        while asks < LEVELS and position - (asks + 1) * LOTS >= -POSITION_MAX:
            asks += 1
        orders = hbt.orders(0)
        for j in range(count):
            order = orders.get(live[j])
            at = ticks[live[j]]
            if sides[live[j]] > 0:
                stays = bids > 0 and top_bid - (bids - 1) <= at <= top_bid
            else:
                stays = asks > 0 and top_ask <= at <= top_ask + (asks - 1)
            if not stays and order.req == 0 and (order.status == NEW or order.status == PARTIAL):
                hbt.cancel(0, live[j], False)
        before = count
        for side in (1, -1):
            for i in range(bids if side > 0 else asks):
                at = top_bid - i if side > 0 else top_ask + i
                stands = False
                for j in range(before):
                    if sides[live[j]] == side and ticks[live[j]] == at:
                        stands = True
                if stands:
                    continue
                sides[next_id], ticks[next_id] = side, at
                if side > 0:
                    hbt.submit_buy_order(0, next_id, at * tick, LOTS * lot, GTX, LIMIT, False)
                else:
                    hbt.submit_sell_order(0, next_id, at * tick, LOTS * lot, GTX, LIMIT, False)
                live[count] = next_id
                count += 1
                next_id += 1
    return next_id - 1


def run(rows, depth, interval, tick, lot, low, high):
    asset = (
        h.BacktestAsset()
        .data(rows)
        .linear_asset(1.0)
        .constant_order_latency(5_000_000, 5_000_000)
        .power_prob_queue_model3(3.0)
        .no_partial_fill_exchange()
        .trading_value_fee_model(-0.00005, 0.0007)
        .tick_size(tick)
        .lot_size(lot)
        .last_trades_capacity(0)
    )
    if depth == 'roi':
        asset.roi_lb(low)
        asset.roi_ub(high)
    make = h.ROIVectorMarketDepthBacktest if depth == 'roi' else h.HashMapMarketDepthBacktest
    hbt = make([asset])
    tables = [np.zeros(n, np.int64) for n in (4096, 2_000_000, 2_000_000)]
    started = time.perf_counter()
    orders = grid(hbt, tick, lot, interval, *tables)
    seconds = time.perf_counter() - started
    state = hbt.state_values(0)
    result = {
        'seconds': seconds,
        'orders': int(orders),
        'fills': int(state.num_trades),
        'positionLots': round(state.position / lot),
        'peakMb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    hbt.close()
    return result


def main():
    path, tick, lot, low, high = sys.argv[1], *map(float, sys.argv[2:6])
    rows = np.load(path)['data']
    print(json.dumps({'version': h.__version__, 'rows': len(rows)}), flush=True)
    for line in sys.stdin:
        depth, interval = line.split()
        print(json.dumps(run(rows, depth, int(interval), tick, lot, low, high)), flush=True)


main()
