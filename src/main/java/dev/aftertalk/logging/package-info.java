/** How what anybody can cause is told in the log. */
package dev.aftertalk.logging;
