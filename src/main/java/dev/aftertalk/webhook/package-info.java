/** The front door: what a webhook call must be before a route sees it, how errors are answered, and whether Aftertalk is open. */
package dev.aftertalk.webhook;
