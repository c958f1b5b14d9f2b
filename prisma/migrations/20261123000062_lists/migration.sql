-- CreateIndex
CREATE INDEX "proposal_forumId_closedAt_number_idx" ON "proposal"("forumId", "closedAt", "number");
