/**
 * What time it is: by this machine's clock, and as it goes on evenly when that clock is stepped. Nobody else asks the machine, so that a fault drill can
 * have this process see a clock that was set wrong; any other package may use this one.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.time;
