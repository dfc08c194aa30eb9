"""Runs cases with hftbacktest itself and writes what it did, in one process: its compilation takes seconds.

    python drive.py FOLDER

reads FOLDER/cases/*.json and writes FOLDER/golden/NAME/{fills,orders,checkpoints}.csv and result.json. The format of
cases and results, and the strategies with what they take, are in docs/parity.md. Everything a strategy decides is
integer arithmetic.

The clock is moved by wait_next_feed alone, which returns at every instant with market data or an answer, so that the
instant of every answer is seen. For a strategy on a clock this changes nothing.
"""
import glob
import json
import os
import sys
from decimal import Decimal

import numpy as np
from hftbacktest import BacktestAsset, HashMapMarketDepthBacktest
from numba import int64, njit

BUY, SELL = 1, -1
LIMIT, MARKET = 0, 1
GTC, GTX, FOK, IOC = 0, 1, 2, 3
NEW, EXPIRED, FILLED, CANCELED, PARTIAL = 1, 2, 3, 4, 5
REQ_NONE, REQ_NEW, REQ_CANCEL, REQ_MODIFY = 0, 1, 4, 7
OK, END_OF_DATA, FEED, RESPONSE = 0, 1, 2, 3
UNKNOWN = -1
NO_BID, NO_ASK = -9223372036854775808, 9223372036854775807

TIF = {'GTC': GTC, 'GTX': GTX, 'FOK': FOK, 'IOC': IOC}
TIF_NAMES = {v: k for k, v in TIF.items()}
TYPE_NAMES = {LIMIT: 'limit', MARKET: 'market'}
STATUS_NAMES = {0: 'none', NEW: 'new', EXPIRED: 'expired', FILLED: 'filled', CANCELED: 'canceled',
                PARTIAL: 'partially_filled'}
REQ_NAMES = {REQ_NONE: 'none', REQ_NEW: 'new', REQ_CANCEL: 'cancel', REQ_MODIFY: 'modify'}

# The order table: a row an order, row 0 unused.
(ASSET, SIDE, TICK, LOTS, TYPE, TIME_IN_FORCE, SENT, STATUS, REQ, NOW_TICK, NOW_LOTS, LEAVES, EXCH_TS, CANCELS,
 MODIFIES) = range(15)
# The state vector; from CODES on, how often each code was returned, and from LIVE on, the live orders of each asset.
ORDERS, FILLS, CHECKPOINTS, NEXT_CHECKPOINT, CHECKPOINT_NS, STOP, SEED, STEPS, LIVE_MAX, FULL = range(10)
CODES, LIVE, STATE = 16, 32, 40
GRID, TOUCH, TAKER, CHURN, FEEDSTEP = range(5)

PARAMS = {
    'grid': (GRID, ['interval_ns', 'levels', 'half_ticks', 'step_ticks', 'order_lots', 'max_pos_lots', 'skew_num',
                    'skew_den', 'use_position']),
    'touch': (TOUCH, ['interval_ns', 'order_lots', 'max_pos_lots', 'use_position', 'tif', 'back_ticks']),
    'taker': (TAKER, ['interval_ns', 'max_lots', 'max_pos_lots', 'below_ticks', 'above_ticks', 'seed']),
    'churn': (CHURN, ['interval_ns', 'ops', 'width_ticks', 'max_lots', 'max_live', 'max_pos_lots', 'modify', 'seed']),
    'feedstep': (FEEDSTEP, ['timeout_ns', 'every_feed', 'every_resp', 'order_lots', 'max_pos_lots', 'use_position',
                            'width_ticks', 'tif', 'seed']),
}


@njit
def whole(x):
    """The nearest integer, halves away from zero."""
    r = np.trunc(x)
    if abs(x - r) >= 0.5:
        r += 1.0 if x > 0 else -1.0
    return int64(r)


@njit
def draw(st, n):
    st[SEED] = (st[SEED] * 1664525 + 1013904223) & 0xFFFFFFFF
    return (st[SEED] >> 16) % n


@njit
def look(hbt, lot, partial, ended, O, F, L, st):
    """Notes what the local side shows of every live order, after an instant with an answer."""
    for a in range(len(lot)):
        # At the end of data the clock stands still.
        now = UNKNOWN if ended else hbt.current_timestamp
        orders = hbt.orders(a)
        kept = 0
        for j in range(st[LIVE + a]):
            oid = L[a, j]
            order = orders.get(oid)
            if order is None:
                continue
            o = order.arr[0]
            status = int64(o.status)
            leaves = whole(o.leaves_qty / lot[a])
            executed = int64(0)
            if partial[a] and (status == FILLED or status == PARTIAL):
                executed = O[oid, LEAVES] - leaves
            elif not partial[a] and status == FILLED:
                executed = whole(o.exec_qty / lot[a])
            if executed > 0:
                n = st[FILLS]
                F[n, 0], F[n, 1], F[n, 2] = oid, o.price_tick, o.exec_price_tick
                F[n, 3], F[n, 4], F[n, 5] = executed, o.exch_timestamp, now
                F[n, 6] = 1 if o.maker else 0
                st[FILLS] = n + 1
            O[oid, STATUS], O[oid, REQ] = status, int64(o.req)
            O[oid, NOW_TICK], O[oid, NOW_LOTS] = o.price_tick, whole(o.qty / lot[a])
            O[oid, LEAVES], O[oid, EXCH_TS] = leaves, o.exch_timestamp
            if status != FILLED and status != EXPIRED and status != CANCELED:
                L[a, kept] = oid
                kept += 1
        st[LIVE + a] = kept


@njit
def check(hbt, lot, CI, CF, st):
    """Notes a checkpoint if one is due."""
    if hbt.current_timestamp != st[NEXT_CHECKPOINT]:
        return
    n = st[CHECKPOINTS]
    depth = hbt.depth(0)
    values = hbt.state_values(0)
    CI[n, 0], CI[n, 1], CI[n, 2] = hbt.current_timestamp, depth.best_bid_tick, depth.best_ask_tick
    CI[n, 3], CI[n, 4] = whole(values.position / lot[0]), values.num_trades
    CF[n, 0], CF[n, 1] = values.balance, values.fee
    st[CHECKPOINTS] = n + 1
    st[NEXT_CHECKPOINT] += st[CHECKPOINT_NS]


@njit
def submit(hbt, a, tick_size, lot, side, tick, lots, kind, tif, O, L, st):
    if st[ORDERS] + 1 >= O.shape[0] or st[LIVE + a] >= L.shape[1]:
        st[FULL] = 1
        return
    oid = st[ORDERS] + 1
    st[ORDERS] = oid
    if side == BUY:
        code = hbt.submit_buy_order(a, oid, tick * tick_size[a], lots * lot[a], tif, kind, False)
    else:
        code = hbt.submit_sell_order(a, oid, tick * tick_size[a], lots * lot[a], tif, kind, False)
    st[CODES + code] += 1
    O[oid, ASSET], O[oid, SIDE], O[oid, TICK], O[oid, LOTS] = a, side, tick, lots
    O[oid, TYPE], O[oid, TIME_IN_FORCE], O[oid, SENT] = kind, tif, hbt.current_timestamp
    O[oid, REQ], O[oid, NOW_TICK], O[oid, NOW_LOTS], O[oid, LEAVES] = REQ_NEW, tick, lots, lots
    L[a, st[LIVE + a]] = oid
    st[LIVE + a] += 1
    st[LIVE_MAX] = max(st[LIVE_MAX], st[LIVE + a])


@njit
def cancel(hbt, a, oid, O, st):
    code = hbt.cancel(a, oid, False)
    st[CODES + code] += 1
    if code == 0:
        O[oid, REQ] = REQ_CANCEL
        O[oid, CANCELS] += 1


@njit
def modify(hbt, a, tick_size, lot, oid, tick, lots, O, st):
    code = hbt.modify(a, oid, tick * tick_size[a], lots * lot[a], False)
    st[CODES + code] += 1
    if code == 0:
        O[oid, REQ], O[oid, NOW_TICK], O[oid, NOW_LOTS] = REQ_MODIFY, tick, lots
        O[oid, MODIFIES] += 1


@njit
def cancellable(O, oid):
    return (O[oid, STATUS] == NEW or O[oid, STATUS] == PARTIAL) and O[oid, REQ] == REQ_NONE


@njit
def grid(hbt, a, ts, lot, P, O, L, st, bid, ask, pos):
    levels, half, step, lots, limit = P[1], P[2], P[3], P[4], P[5]
    if P[8] == 0:
        pos = int64(0)
    skew = abs(pos * P[6]) // P[7]
    if pos * P[6] < 0:
        skew = -skew
    top_bid = min((bid + ask) // 2 - half - skew, bid) // step * step
    top_ask = -(-max(-(-(bid + ask) // 2) + half - skew, ask) // step) * step
    bids = int64(0)
    while bids < levels and pos + (bids + 1) * lots <= limit:
        bids += 1
    asks = int64(0)
    while asks < levels and pos - (asks + 1) * lots >= -limit:
        asks += 1
    standing = st[LIVE + a]
    for j in range(standing):
        oid = L[a, j]
        if O[oid, SIDE] == BUY:
            place, count = top_bid - O[oid, NOW_TICK], bids
        else:
            place, count = O[oid, NOW_TICK] - top_ask, asks
        keep = count > 0 and place >= 0 and place <= (count - 1) * step and place % step == 0
        if not keep and cancellable(O, oid):
            cancel(hbt, a, oid, O, st)
    for side in (BUY, SELL):
        for i in range(bids if side == BUY else asks):
            tick = top_bid - i * step if side == BUY else top_ask + i * step
            found = False
            for j in range(standing):
                found = found or (O[L[a, j], SIDE] == side and O[L[a, j], NOW_TICK] == tick)
            if not found:
                submit(hbt, a, ts, lot, side, tick, lots, LIMIT, GTX, O, L, st)


@njit
def quote(hbt, a, ts, lot, lots, limit, use_position, tif, back, O, L, st, bid, ask, pos):
    if use_position == 0:
        pos = int64(0)
    want_bid, want_ask = pos + lots <= limit, pos - lots >= -limit
    have_bid, have_ask = False, False
    for j in range(st[LIVE + a]):
        oid = L[a, j]
        if O[oid, SIDE] == BUY:
            have_bid = True
            keep = want_bid and O[oid, NOW_TICK] == bid - back
        else:
            have_ask = True
            keep = want_ask and O[oid, NOW_TICK] == ask + back
        if not keep and cancellable(O, oid):
            cancel(hbt, a, oid, O, st)
    if want_bid and not have_bid:
        submit(hbt, a, ts, lot, BUY, bid - back, lots, LIMIT, tif, O, L, st)
    if want_ask and not have_ask:
        submit(hbt, a, ts, lot, SELL, ask + back, lots, LIMIT, tif, O, L, st)


@njit
def take(hbt, a, ts, lot, P, O, L, st, bid, ask, pos):
    kind, wish, shift, off = draw(st, 3), draw(st, 2), draw(st, 4), draw(st, P[3] + P[4] + 1) - P[3]
    lots = max(int64(1), P[1] >> shift)
    side = BUY if wish == 0 else SELL
    if side == BUY and pos + lots > P[2]:
        side = SELL
    elif side == SELL and pos - lots < -P[2]:
        side = BUY
    tick = ask + off if side == BUY else bid - off
    if kind == 0:
        submit(hbt, a, ts, lot, side, tick, lots, MARKET, GTC, O, L, st)
    else:
        submit(hbt, a, ts, lot, side, tick, lots, LIMIT, IOC, O, L, st)


@njit
def churn(hbt, a, ts, lot, P, O, L, st, bid, ask, pos):
    width, max_lots, max_live, limit = P[2], P[3], P[4], P[5]
    choice = draw(st, 100)
    live = st[LIVE + a]
    if choice < 55:
        side = BUY if draw(st, 2) == 0 else SELL
        pick, off, lots = draw(st, 8), draw(st, 2 * width + 1) - width, 1 + draw(st, max_lots)
        if live >= max_live:
            return
        if pos >= limit:
            side = SELL
        elif pos <= -limit:
            side = BUY
        tif = GTC if pick < 4 else (GTX if pick < 6 else (IOC if pick == 6 else FOK))
        tick = bid + off if side == BUY else ask - off
        submit(hbt, a, ts, lot, side, tick, lots, LIMIT, tif, O, L, st)
    elif choice < 78:
        if live > 0:
            cancel(hbt, a, L[a, draw(st, live)], O, st)
    elif choice < 90:
        if live == 0 or P[6] == 0:
            return
        oid = L[a, draw(st, live)]
        what, off = draw(st, 3), draw(st, 2 * width + 1) - width
        if O[oid, STATUS] != NEW or O[oid, REQ] != REQ_NONE:
            return
        if what < 2:
            tick = bid + off if O[oid, SIDE] == BUY else ask - off
            modify(hbt, a, ts, lot, oid, tick, O[oid, NOW_LOTS], O, st)
        elif O[oid, NOW_LOTS] > 1:
            modify(hbt, a, ts, lot, oid, O[oid, NOW_TICK], O[oid, NOW_LOTS] - 1, O, st)
    elif choice < 94:
        side = BUY if draw(st, 2) == 0 else SELL
        lots = 1 + draw(st, max_lots)
        if pos >= limit:
            side = SELL
        elif pos <= -limit:
            side = BUY
        submit(hbt, a, ts, lot, side, bid if side == BUY else ask, lots, MARKET, GTC, O, L, st)
    elif choice < 97:
        if live > 0:
            oid = L[a, draw(st, live)]
            st[CODES + hbt.submit_buy_order(a, oid, bid * ts[a], lot[a], GTC, LIMIT, False)] += 1
    else:
        st[CODES + hbt.cancel(a, 1000000000 + draw(st, 1000), False)] += 1


@njit
def act(hbt, strategy, ts, lot, P, O, L, st):
    st[STEPS] += 1
    for a in range(len(lot)):
        hbt.clear_inactive_orders(a)
        # Drawn whether or not there is a book to quote on.
        back = draw(st, P[6] + 1) if strategy == FEEDSTEP else int64(0)
        depth = hbt.depth(a)
        bid, ask = depth.best_bid_tick, depth.best_ask_tick
        if bid == NO_BID or ask == NO_ASK or bid >= ask:
            continue
        pos = whole(hbt.position(a) / lot[a])
        if strategy == GRID:
            grid(hbt, a, ts, lot, P, O, L, st, bid, ask, pos)
        elif strategy == TOUCH:
            quote(hbt, a, ts, lot, P[1], P[2], P[3], P[4], P[5], O, L, st, bid, ask, pos)
        elif strategy == TAKER:
            take(hbt, a, ts, lot, P, O, L, st, bid, ask, pos)
        elif strategy == CHURN:
            for _ in range(P[1]):
                churn(hbt, a, ts, lot, P, O, L, st, bid, ask, pos)
        else:
            quote(hbt, a, ts, lot, P[3], P[4], P[5], P[7], back, O, L, st, bid, ask, pos)


@njit
def run(hbt, strategy, ts, lot, partial, P, O, F, L, CI, CF, st):
    """Returns 0 for a stop of its own, 1 at the end of data, else the code of a failure."""
    code = hbt.elapse(0)
    if code != OK:
        return code
    start = hbt.current_timestamp
    st[NEXT_CHECKPOINT] = start + st[CHECKPOINT_NS]
    stop = start + st[STOP] if st[STOP] != 0 else NO_ASK
    on_clock = strategy != FEEDSTEP
    deadline = start + P[0]
    feeds, responses = int64(0), int64(0)
    while st[FULL] == 0:
        now = hbt.current_timestamp
        check(hbt, lot, CI, CF, st)
        if on_clock and deadline > stop:
            return 0
        if not on_clock and now >= stop:
            return 0
        code = hbt.wait_next_feed(True, min(min(deadline, stop), st[NEXT_CHECKPOINT]) - now)
        # What came last names the return: market data of one instrument may hide an answer of another.
        if code != OK:
            look(hbt, lot, partial, code == END_OF_DATA, O, F, L, st)
        if code == END_OF_DATA:
            return 1
        if code != OK and code != FEED and code != RESPONSE:
            return code
        now = hbt.current_timestamp
        check(hbt, lot, CI, CF, st)
        acts = now >= deadline
        if not on_clock:
            if code == OK and now < deadline:
                continue
            if code == RESPONSE:
                responses += 1
                acts = responses % P[2] == 0
            elif code == FEED:
                feeds += 1
                acts = feeds % P[1] == 0
        if acts:
            act(hbt, strategy, ts, lot, P, O, L, st)
        if acts or not on_clock:
            deadline = now + P[0]
    return -1


def asset_of(case, folder):
    def path(name):
        return os.path.join(folder, name)

    asset = BacktestAsset()
    asset.data([path(name) for name in case['data']])
    if 'snapshot' in case:
        asset.initial_snapshot(path(case['snapshot']))
    instrument = case['instrument']
    kind = asset.linear_asset if instrument['kind'] == 'linear' else asset.inverse_asset
    kind(float(instrument['contract_size']))
    latency = case['latency']
    if 'constant' in latency:
        asset.constant_order_latency(*latency['constant'])
    else:
        asset.intp_order_latency(path(latency['interpolated']))
    queue = case['queue']
    {'risk_averse': asset.risk_adverse_queue_model, 'log_prob1': asset.log_prob_queue_model,
     'log_prob2': asset.log_prob_queue_model2,
     'power_prob1': lambda: asset.power_prob_queue_model(float(queue['n'])),
     'power_prob2': lambda: asset.power_prob_queue_model2(float(queue['n'])),
     'power_prob3': lambda: asset.power_prob_queue_model3(float(queue['n']))}[queue['name']]()
    {'no_partial_fill': asset.no_partial_fill_exchange,
     'partial_fill': asset.partial_fill_exchange}[case['exchange']]()
    fee = case['fee']
    {'value': asset.trading_value_fee_model, 'qty': asset.trading_qty_fee_model,
     'flat': asset.flat_per_trade_fee_model}[fee['kind']](float(fee['maker']), float(fee['taker']))
    asset.tick_size(float(instrument['tick_size']))
    asset.lot_size(float(instrument['lot_size']))
    asset.last_trades_capacity(0)
    return asset


def run_case(case, folder, out):
    cases = [case] + case.get('also', [])
    hbt = HashMapMarketDepthBacktest([asset_of(each, folder) for each in cases])
    ts = np.array([each['instrument']['tick_size'] for each in cases], np.float64)
    lot = np.array([each['instrument']['lot_size'] for each in cases], np.float64)
    partial = np.array([each['exchange'] == 'partial_fill' for each in cases])
    strategy, names = PARAMS[case['strategy']['name']]
    params = case['strategy']['params']
    P = np.array([TIF[params[n]] if n == 'tif' else params[n] for n in names], np.int64)
    O, F = np.zeros((100_000, 15), np.int64), np.zeros((100_000, 7), np.int64)
    L = np.zeros((len(cases), 4_096), np.int64)
    CI, CF = np.zeros((20_000, 5), np.int64), np.zeros((20_000, 2))
    st = np.zeros(STATE, np.int64)
    st[CHECKPOINT_NS], st[STOP], st[SEED] = case['checkpoint_ns'], case.get('stop_after_ns', 0), params.get('seed', 0)
    code = run(hbt, strategy, ts, lot, partial, P, O, F, L, CI, CF, st)
    values = [hbt.state_values(a) for a in range(len(cases))]
    sums = {name: sum(getattr(v, name) for v in values) for name in
            ('balance', 'fee', 'num_trades', 'trading_volume', 'trading_value')}
    positions = [int(round(v.position / l)) for v, l in zip(values, lot)]
    # What came last of all is in the latency of its order.
    for row in F[:st[FILLS]]:
        if row[5] == UNKNOWN:
            row[5] = hbt.order_latency(int(O[row[0], ASSET]))[2]
    hbt.close()
    if st[FULL]:
        raise RuntimeError(out + ': a table is too small')
    O, F = O[1:st[ORDERS] + 1].tolist(), F[:st[FILLS]].tolist()
    rows = sum(len(np.load(os.path.join(folder, name))['data']) for each in cases for name in each['data'])
    write(out, rows, code, O, F, CI[:st[CHECKPOINTS]].tolist(), CF[:st[CHECKPOINTS]].tolist(), st, sums, positions)


def write(out, rows, code, O, F, CI, CF, st, sums, positions):
    os.makedirs(out, exist_ok=True)
    side = {BUY: 'buy', SELL: 'sell'}
    with open(os.path.join(out, 'fills.csv'), 'w', newline='') as f:
        f.write('order_id,side,price_tick,exec_price_tick,qty_lots,exch_ts,local_ts,maker,tif,type\n')
        for oid, tick, exec_tick, lots, exch_ts, local_ts, maker in F:
            o = O[oid - 1]
            row = (oid, side[o[SIDE]], tick, exec_tick, lots, exch_ts, local_ts, maker, TIF_NAMES[o[TIME_IN_FORCE]],
                   TYPE_NAMES[o[TYPE]])
            f.write(','.join(map(str, row)) + '\n')
    with open(os.path.join(out, 'orders.csv'), 'w', newline='') as f:
        f.write('order_id,side,price_tick,qty_lots,type,tif,req_local_ts,code,status,req,last_price_tick,'
                'last_qty_lots,leaves_lots,last_exch_ts,cancels,modifies\n')
        for i, o in enumerate(O):
            row = (i + 1, side[o[SIDE]], o[TICK], o[LOTS], TYPE_NAMES[o[TYPE]], TIF_NAMES[o[TIME_IN_FORCE]], o[SENT], 0,
                   STATUS_NAMES[o[STATUS]], REQ_NAMES[o[REQ]], *o[NOW_TICK:])
            f.write(','.join(map(str, row)) + '\n')
    with open(os.path.join(out, 'checkpoints.csv'), 'w', newline='') as f:
        f.write('ts,best_bid_tick,best_ask_tick,position_lots,balance,fee,num_trades\n')
        for (now, bid, ask, pos, trades), (balance, fee) in zip(CI, CF):
            best = ['' if x in (NO_BID, NO_ASK) else x for x in (bid, ask)]
            f.write(','.join(map(str, (now, *best, pos, plain(balance), plain(fee), trades))) + '\n')
    ends = {0: 'stopped', 1: 'end_of_data'}
    result = {
        'end': ends.get(code, 'error %d' % code),
        'steps': int(st[STEPS]),
        'orders': len(O),
        'fills': len(F),
        'fill_lots': sum(f[3] for f in F),
        'fill_position_lots': sum(f[3] * O[f[0] - 1][SIDE] for f in F),
        'checkpoints': len(CI),
        'max_live': int(st[LIVE_MAX]),
        'codes': {str(k): int(st[CODES + k]) for k in range(16) if st[CODES + k]},
        'position_lots': sum(positions),
        'data_rows': rows,
        **{name: (int(v) if name == 'num_trades' else plain(v)) for name, v in sums.items()},
    }
    with open(os.path.join(out, 'result.json'), 'w') as f:
        json.dump(result, f, indent=1)


def plain(x):
    """A double without an exponent."""
    return format(Decimal(repr(float(x))), 'f')


def main(folder):
    for file in sorted(glob.glob(os.path.join(folder, 'cases', '*.json'))):
        with open(file) as f:
            case = json.load(f)
        out = os.path.join(folder, 'golden', os.path.splitext(os.path.basename(file))[0])
        run_case(case, os.path.join(folder, 'cases'), out)


if __name__ == '__main__':
    main(sys.argv[1])
