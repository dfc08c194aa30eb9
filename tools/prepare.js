/** After an install of a checkout: the package is built, and its own Node is at hand. */
import './link-node.js'
import './build.js'
