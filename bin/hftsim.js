#!/usr/bin/env node
// Starts the command line, or says what to do where Node is too old to run it. Kept to syntax that old versions parse.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `hftsim needs Node 22.18 or newer and was started under ${process.versions.node}.\n` +
      'Run it as "npx hftsim …" where it is installed: the install brings a fitting Node of its own.',
  )
  process.exit(1)
}
// Compiled code is kept between starts: the command is up in less time.
const { enableCompileCache } = await import('node:module')
enableCompileCache()
const [{ main }, { watchStandardOutput }] = await Promise.all([
  import('../dist/cli/main.js'),
  import('../dist/cli/standard-output.js'),
])
watchStandardOutput()
process.exitCode = await main(process.argv.slice(2))
