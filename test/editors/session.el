;;; session.el --- A session with the language server in Emacs' eglot  -*- lexical-binding: t -*-
;; Writes what came to $RACEWALK_OUT.

(require 'package)
;; Debian's elpa-eglot; from Emacs 29 on eglot is part of Emacs.
(package-initialize)
(require 'eglot)
(require 'json)
(require 'cl-lib)

(defvar session-results nil)
(defun session-note (name value) (push (cons name value) session-results))

(defun session-wait (seconds condition)
  "Wait until CONDITION gives something, at most SECONDS; that, or nil."
  (let ((end (+ (float-time) seconds)) (found nil))
    (while (and (not (setq found (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    found))

(defun session-idle ()
  "What eglot does once nobody types: without a terminal Emacs is never idle."
  (eglot--signal-textDocument/didChange))

(defun session-messages ()
  "What flymake shows in this buffer."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun session-symbol (entry)
  "The name of ENTRY, of an imenu index, and of those in it."
  (cons (car entry)
        (when (consp (cdr entry)) (mapcan #'session-symbol (cl-remove-if-not #'consp (cdr entry))))))

(defun session-run ()
  ;; As docs/editors.md has it, but for where the server is.
  (define-derived-mode race-mode c-mode "Race")
  (add-to-list 'auto-mode-alist '("\\.race\\'" . race-mode))
  (add-to-list 'eglot-server-programs
               (cons 'race-mode
                     (list (getenv "RACEWALK_NODE") (getenv "RACEWALK_CLI") "lsp" "--stdio")))
  (setq eglot-sync-connect 20 eglot-autoreconnect nil flymake-no-changes-timeout 0.1)
  (find-file (getenv "RACEWALK_FILE"))
  (session-note 'mode (symbol-name major-mode))
  (apply #'eglot (eglot--guess-contact))
  (session-note 'managed (and (eglot-managed-p) t))
  (flymake-mode 1)

  ;; The values come after the verdict.
  (let ((hover (lambda ()
                 (goto-char (point-min))
                 (search-forward "counter")
                 (backward-char 2)
                 (let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                                 (eglot--TextDocumentPositionParams)))
                        (contents (plist-get answer :contents)))
                   (and contents (eglot--hover-info contents nil))))))
    (session-wait 20 (lambda () (string-match-p "reachable states" (or (funcall hover) ""))))
    (session-note 'hover (substring-no-properties (or (funcall hover) ""))))

  (goto-char (point-min))
  (search-forward "counter + 1")
  (backward-char 6)
  (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
    (session-note 'definition
                  (vconcat (mapcar (lambda (one)
                                     (xref-location-line (xref-item-location one)))
                                   found))))

  (goto-char (point-min))
  (search-forward "\tfinally")
  (beginning-of-line)
  (insert "\tthr")
  (session-idle)
  (let* ((capf (eglot-completion-at-point))
         (words (all-completions "thr" (nth 2 capf))))
    (session-note 'completion (vconcat (mapcar #'substring-no-properties words))))
  (delete-region (line-beginning-position) (point))
  (session-idle)
  (session-wait 20 (lambda () (not (session-messages))))

  (session-note 'symbols (vconcat (mapcan #'session-symbol (eglot-imenu))))

  (goto-char (point-min))
  (search-forward ";")
  (delete-char -1)
  (session-idle)
  (session-wait 20 #'session-messages)
  (session-note 'diagnostics (vconcat (session-messages)))
  (insert ";")
  (session-idle)
  (session-note 'mended (and (session-wait 20 (lambda () (not (session-messages)))) t))

  (goto-char (point-min))
  (search-forward "int ")
  (insert "   ")
  (session-idle)
  (eglot-format-buffer)
  (goto-char (point-min))
  (session-note 'formatted (buffer-substring-no-properties (point-min) (line-end-position)))

  (session-idle)
  (search-forward "counter")
  (eglot-rename "count")
  (session-note 'renamed (how-many "\\_<count\\_>" (point-min) (point-max)))

  (let ((server (eglot--current-server-or-lose)))
    (set-buffer-modified-p nil)
    (eglot-shutdown server nil 10)
    (session-note 'stopped (and (session-wait 10 (lambda () (not (jsonrpc-running-p server)))) t))))

(condition-case problem
    (session-run)
  (error (session-note 'problem (error-message-string problem))))
(with-temp-file (getenv "RACEWALK_OUT")
  (insert (json-encode session-results)))
(kill-emacs 0)
