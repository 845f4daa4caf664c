/** What stands between the runs and the other systems: a breaker and a rate limit for each. */
package dev.aftertalk.resilience;
