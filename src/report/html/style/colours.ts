/**
 * The colours of the pages, as custom properties. Those that carry a meaning are of the palette of Okabe and Ito, which
 * people with any of the usual colour blindnesses can tell apart; and each meaning has a shape or a word as well.
 */

const LIGHT = `
  --paper: #ffffff; --raised: #f6f7f9; --ink: #16191d; --quiet: #59616b; --line: #d9dde3; --grid: #e9ecf0;
  --link: #0062a0; --focus: #0072b2; --buy: #0072b2; --sell: #d55e00; --bid: #6f9fbd; --ask: #d99a6c;
  --equity: #16191d; --drawdown: #b4510a; --position: #007a5a; --bar: #3f7fa6; --bar-soft: #c9dbe7;
  --loss: #b03a00; --gain: #00664b; --warn-ink: #6b4600; --warn-paper: #fff4d6; --warn-line: #e69f00;
  --second: #a2477b; color-scheme: light;`

const DARK = `
  --paper: #14171b; --raised: #1d2126; --ink: #e8eaed; --quiet: #a3abb5; --line: #343a42; --grid: #262b31;
  --link: #7cc4f0; --focus: #56b4e9; --buy: #56b4e9; --sell: #e69f00; --bid: #3f7396; --ask: #94682c;
  --equity: #e8eaed; --drawdown: #ee8a4a; --position: #2fc79b; --bar: #5c9fc8; --bar-soft: #2c4557;
  --loss: #ff9a66; --gain: #4fd1a9; --warn-ink: #ffdf9e; --warn-paper: #33290f; --warn-line: #e69f00;
  --second: #dd92bb; color-scheme: dark;`

/** Light, dark where the reader's system is, and light again on paper. `data-theme` on the root overrides it. */
export const COLOURS: string = `
:root {${LIGHT}
}
@media screen and (prefers-color-scheme: dark) {
:root:not([data-theme='light']) {${DARK}
}
}
:root[data-theme='dark'] {${DARK}
}
`
