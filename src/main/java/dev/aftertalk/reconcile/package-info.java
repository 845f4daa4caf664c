/** Makes up for the time in which no webhook could be taken: knows when that was, and starts what iAdvize lists of it and the ledger lacks. */
package dev.aftertalk.reconcile;
